import { describe, expect, it } from "vitest";
import { ConsoleApp } from "../../../src/tui/console-app.tsx";
import { MouseContext } from "../../../src/tui/context/mouse-context.ts";
import type { ScreenId } from "../../../src/tui/context/shell-context.ts";
import { screens } from "../../../src/tui/screens/index.ts";
import type { Mouse, MouseEvent } from "../../../src/tui/terminal/mouse.ts";
import { people } from "../fake-data.ts";
import { createFakeSession } from "../fake-session.ts";
import { draw } from "../render-console.tsx";
import { mappingSession } from "../screens/mapping/mapping-session.ts";

async function open(begin: ScreenId = "people", columns = 80, fake = createFakeSession({ people })) {
	const subscribers = new Set<(event: MouseEvent) => void>();
	const mouse: Mouse = {
		subscribe(callback) {
			subscribers.add(callback);
			return () => subscribers.delete(callback);
		},
		pause: () => () => undefined,
	};
	const app = await draw(
		<MouseContext value={mouse}>
			<ConsoleApp open={async () => fake.session} profileName="demo" screens={screens} begin={begin} />
		</MouseContext>,
		{ columns, rows: 24 },
	);
	const tell = (event: MouseEvent) => {
		for (const callback of subscribers) callback(event);
	};
	/** Clicks the first cell of a text on the screen. */
	const click = (text: string) => {
		const y = app.lines().findLastIndex((line) => line.includes(text));
		tell({ type: "click", by: 0, x: app.lines()[y]?.indexOf(text) ?? -1, y });
	};
	const wheel = (by: -1 | 1) => tell({ type: "wheel", by, x: 1, y: 10 });
	return { ...app, fake, click, wheel };
}

describe("the mouse", () => {
	it("selects a row and a tab with a click, and scrolls with the wheel", async () => {
		const app = await open();
		await app.see(/❯.*Ada Brink/u);
		const names = app.lines().filter((line) => line.includes("@"));
		const third = /([^\s❯●]\S* \S+)/u.exec(names[2] ?? "")?.[1] ?? "";
		app.click(third);
		await app.see(new RegExp(`❯.*${third}`, "u"));
		app.wheel(-1);
		await app.see(/❯.*Ada Brink/u);
		app.click("Log");
		await app.see("No cycle is running");
		app.click("Settings");
		await app.see(/❯ Provisioned by/u);
		app.wheel(1);
		await app.seeNot(/❯ Provisioned by/u);
	});

	it("places the caret in a text input", async () => {
		const app = await open("people", 120);
		await app.see("Ada Brink");
		await app.press("/");
		await app.type("abc字");
		await app.see("abc字");
		app.click("c字");
		// A key that the input does not take: the click has had its effect by then.
		await app.press("pagedown");
		await app.type("1");
		await app.see("ab1c字");
		app.click("字");
		await app.press("pagedown");
		await app.type("2");
		await app.see("ab1c2字");
	});

	it("edits an expression where it is clicked", async () => {
		const app = await open("mapping", 100, mappingSession());
		await app.see("attribute mappings");
		await app.press("j", "enter");
		await app.see("Switch([Is");
		for (const marked of [/❯ Expression/u, "F1 lists functions"]) {
			app.click("Switch([Is");
			await app.see(marked);
		}
		app.click("Deleted]");
		await app.press("pagedown");
		await app.type("X");
		await app.see("Switch([IsSoftXDeleted]");
	});

	it("shows the view whose name is clicked, and nothing beside the names", async () => {
		const app = await open("people", 120);
		await app.see("view: [all] assigned not assigned");
		app.click("view:");
		await app.see("[all]");
		app.click("not assigned");
		await app.see("[not assigned]");
		app.click("failing groups");
		await app.see("[failing]");
	});

	it("chooses a column with a click, and shows or hides it with another one", async () => {
		const app = await open();
		await app.see(/❯.*Ada Brink/u);
		await app.press("Z");
		await app.see(/❯ \[x\] Name/u);
		app.click("[x] Link");
		await app.see(/❯ \[x\] Link/u);
		app.click("[x] Link");
		await app.see(/❯ \[ \] Link/u);
	});

	it("reaches nothing below a dialog", async () => {
		const app = await open();
		await app.see(/❯.*Ada Brink/u);
		await app.press("?");
		await app.see("Type to search.");
		app.click("Log");
		await app.press("escape");
		await app.seeNot("Type to search.");
		await app.see(/❯.*Ada Brink/u);
	});

	it("opens what is selected with a click, and sorts by the column of a clicked title", async () => {
		const app = await open();
		await app.see(/❯.*Ada Brink/u);
		app.click("Ben Otieno");
		await app.see(/❯.*Ben Otieno/u);
		app.click("Ben Otieno");
		await app.see("Object ID");
		app.click("Esc back");
		await app.seeNot("Object ID");
		app.click("Name ");
		await app.see("Name ▲");
		app.click("Name ▲");
		await app.see("Name ▼");
	});

	it("presses the keys of the footer and of a confirmation", async () => {
		const app = await open("home");
		await app.see("p run now");
		app.click("p run now");
		await app.see("Run a cycle now?");
		app.click("Esc: Cancel");
		await app.seeNot("Run a cycle now?");
		app.click("p run now");
		await app.see("Run a cycle now?");
		app.click("Enter: Run");
		await app.until(() => expect(app.fake.calls).toContain("runNow"));
	});

	it("selects and edits fields of forms, and chooses options", async () => {
		const app = await open("credentials");
		await app.see(/❯ App name/u);
		app.click("Source");
		await app.see(/❯ Source/u);
		app.click("Source");
		await app.see("◉");
		app.click("Esc close");
		await app.seeNot("◉");
		app.click("App name");
		await app.see(/❯ App name/u);
		app.click("App name");
		await app.see("Enter done");
		app.click("Deployment");
		await app.see(/❯ Deployment/u);
		await app.seeNot("Enter done");
	});

	it("selects the steps of the setup, and the lists of Home", async () => {
		const app = await open("entra-setup");
		await app.see(/❯ \d/u);
		app.click("4 Provisioning job");
		await app.see(/❯ 4 Provisioning job/u);
		app.click("1 Home");
		await app.see("[Needs me 0]");
		app.click("Cycles 0");
		await app.see("[Cycles 0]");
	});

	it("runs the command of the palette that is selected with a click", async () => {
		const app = await open();
		await app.press(":");
		await app.type("plan");
		await app.see(/❯ Go to Plan/u);
		app.click("Go to Plan");
		await app.see("fresh");
	});
});
