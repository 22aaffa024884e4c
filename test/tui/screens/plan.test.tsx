import { describe, expect, it } from "vitest";
import { planReport } from "../fake-data.ts";
import { createFakeSession, summary } from "../fake-session.ts";
import { drawConsole } from "../render-console.tsx";

const begin = "plan" as const;

describe("the plan screen", () => {
	it("shows the counts in a table, the forecast, and each action with why", async () => {
		const app = await drawConsole(createFakeSession(), { begin });
		await app.see("│ create │ update │ disable │ enable │ delete │ skip │ fail │ unchanged │");
		await app.see("Takes about 1 min 15 s");
		await app.see(/\+ create +Ada Brink/);
		await app.see("name.familyName: Otieno → ");
		await app.see(/↓ disable +Carla Marino +user2@example.com +Unassigned/);
		await app.see(/! fail +Zoë Ångström/);
		expect(app.lines()).toHaveLength(24);
	});

	it("is reached with d from the provisioning screen, refreshed each time", async () => {
		const fake = createFakeSession();
		const app = await drawConsole(fake);
		await app.press("d");
		await app.see("+ create");
		await app.press("4", "d");
		await app.until(() => expect(fake.calls.filter((call) => call === "plan")).toHaveLength(2));
	});

	it("does not plan again only because its tab comes back", async () => {
		const fake = createFakeSession();
		const app = await drawConsole(fake, { begin });
		await app.see("+ create");
		await app.press("4", "3");
		await app.see("+ create");
		expect(fake.calls.filter((call) => call === "plan")).toHaveLength(1);
	});

	it("filters by type and by text", async () => {
		const app = await drawConsole(createFakeSession(), { begin });
		await app.see("+ create");
		await app.press("F", "F");
		await app.see("only update");
		await app.seeNot("+ create");
		await app.press("F", "F", "F", "F", "/");
		await app.type("kamau");
		await app.see("1 of 5");
		await app.see("~ update");
	});

	it("opens an action with its values and what to do", async () => {
		const app = await drawConsole(createFakeSession(), { begin });
		await app.see("+ create");
		await app.press("G", "k", "enter");
		await app.see("MandatoryFieldsMissing");
		await app.see("Fill in mail in Entra ID");
		await app.press("escape");
		await app.seeNot("MandatoryFieldsMissing");
	});

	it("shows first what takes something away, last what does nothing", async () => {
		const app = await drawConsole(createFakeSession(), { begin });
		await app.see("+ create");
		const words = app
			.lines()
			.flatMap(
				(line) => /^[❯ ] [^ ] (create|update|enable|disable|delete|fail|skip|link)/u.exec(line)?.[1] ?? [],
			);
		const order = ["delete", "disable", "enable", "update", "create", "fail", "skip", "unlink", "link"];
		expect(words.length).toBeGreaterThan(3);
		expect(words).toEqual(words.toSorted((left, right) => order.indexOf(left) - order.indexOf(right)));
	});

	it("warns of the guard", async () => {
		const app = await drawConsole(
			createFakeSession({ plan: planReport({ guard: { held: 31, threshold: 20 } }) }),
			{ begin },
		);
		await app.see("! The deletion guard would hold back 31 deactivations and deletions");
		expect(app.lines()).toHaveLength(24);
	});

	it("runs the plan with p, on the provisioning screen", async () => {
		const fake = createFakeSession();
		const app = await drawConsole(fake, { begin });
		await app.see("+ create");
		await app.press("p");
		await app.see("Run a cycle now?");
		expect(fake.calls).not.toContain("runNow");
		await app.press("enter");
		await app.see("Provisioning ○ Off");
		expect(fake.calls).toContain("runNow");
	});

	it("shows when a cycle has run since it was made", async () => {
		const fake = createFakeSession();
		const app = await drawConsole(fake, { begin });
		await app.see("+ create");
		fake.emit({ type: "cycleEnded", time: 0, summary: summary() });
		await app.see("out of date");
		await app.press("r");
		await app.seeNot("out of date");
	});

	it("shows the error, and refreshes on request", async () => {
		const fake = createFakeSession();
		fake.fail("plan", "The source cannot be read.");
		const app = await drawConsole(fake, { begin });
		await app.see("✗ The source cannot be read. Fix the cause, then press r to refresh the plan.");
	});

	it("is content with nothing to do", async () => {
		const app = await drawConsole(createFakeSession({ plan: planReport({ actions: [] }) }), { begin });
		await app.see("Nothing to do");
	});
});
