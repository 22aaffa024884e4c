import { describe, expect, it } from "vitest";
import { screens as allScreens } from "../../../src/tui/screens/index.ts";
import { linkedAccount, person } from "../fake-data.ts";
import { createFakeSession, progress } from "../fake-session.ts";
import { drawConsole } from "../render-console.tsx";

import { open, screens } from "./things.tsx";

describe("the way between screens", () => {
	it("is g and the letter of a screen; g g goes to the first row, and anything else does nothing", async () => {
		const app = await open();
		await app.press("j", "j", "g");
		await app.see("g… u:Things p:Fragile");
		await app.press("g");
		await app.see("❯ thing 0");
		await app.press("g", "z", "j");
		await app.see("❯ thing 1");
		await app.press("g", "escape", "j");
		await app.see("❯ thing 2");
		await app.press("g", "p");
		await app.see("whole");
	});

	it("is the digit of a group: its first screen, then the one after it", async () => {
		const app = await drawConsole(createFakeSession(), { begin: "plan" });
		await app.press("5");
		await app.see("Mapping  Scope");
		await app.see("attribute mappings from");
		await app.press("5");
		await app.see("assigned users");
		await app.press("5");
		await app.see("attribute mappings from");
	});

	it("is a name after a colon", async () => {
		const app = await drawConsole(createFakeSession(), { begin: "plan" });
		await app.press(":");
		await app.type("scope");
		await app.see(/❯ Go to Scope/);
		await app.press("enter");
		await app.see("assigned users");
	});

	it.each(allScreens.filter(({ id }) => id !== "home"))(
		"finds $title by its name, and Esc or backspace there ends on Home",
		async ({ id, title }) => {
			for (const key of ["escape", "backspace"] as const) {
				const app = await drawConsole(createFakeSession(), { begin: "home" });
				await app.see("[Needs me 0]");
				await app.press(":");
				await app.type(`go to ${title}`);
				await app.see(new RegExp(`❯ Go to ${title}`, "u"));
				await app.press("enter");
				await app.seeNot("[Needs me 0]");
				// The first press may end what the screen has just begun to read.
				for (let presses = 0; presses < 3 && !app.frame().includes("[Needs me 0]"); presses++)
					await app.press(key);
				await app.until(() => expect(app.frame(), id).toContain("[Needs me 0]"));
				app.unmount();
			}
		},
	);

	it("is shown after a jump, and Esc goes back on it; in the end it goes to the first screen, as backspace does", async () => {
		const app = await drawConsole(
			createFakeSession({ people: [person(1)], discovered: [linkedAccount(1)] }),
			{ begin: "people" },
		);
		await app.see("✓ active");
		await app.press("J");
		await app.see(/^1 Home 2 People 3 Plan 4 Log 5 Mapping 6 {2}Accts 7 Setup 8 Settings +‹ Users$/m);
		await app.press("escape", "escape");
		await app.seeNot("‹ Users");
		await app.press("g", "e");
		await app.see("Interval");
		await app.press("backspace");
		await app.seeNot("Interval");
	});
});

describe("leaving", () => {
	it("asks while a cycle runs", async () => {
		const fake = createFakeSession({ status: { running: progress({ done: 3 }) } });
		const app = await drawConsole(fake, { screens, begin: "people" });
		await app.see("3/10");
		await app.press("q");
		await app.see("A cycle is running");
		await app.press("escape");
		await app.seeNot("A cycle is running");
	});

	it("shows warnings on each screen, such as what another console saved", async () => {
		const fake = createFakeSession();
		const app = await drawConsole(fake, { begin: "home" });
		for (const screen of ["home", "settings"]) {
			if (screen === "settings") await app.press("8");
			await app.see(screen === "home" ? "p run now" : "Settings of");
			const message = `The profile acme was changed elsewhere: ${screen}.`;
			fake.emit({ type: "warning", time: 0, message });
			await app.see(message);
		}
	});
});
