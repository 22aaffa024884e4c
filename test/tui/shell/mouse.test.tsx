import { describe, it } from "vitest";
import { ConsoleApp } from "../../../src/tui/console-app.tsx";
import { MouseContext } from "../../../src/tui/context/mouse-context.ts";
import { screens } from "../../../src/tui/screens/index.ts";
import type { Mouse, MouseEvent } from "../../../src/tui/terminal/mouse.ts";
import { people } from "../fake-data.ts";
import { createFakeSession } from "../fake-session.ts";
import { draw } from "../render-console.tsx";

async function open() {
	const subscribers = new Set<(event: MouseEvent) => void>();
	const mouse: Mouse = {
		subscribe(callback) {
			subscribers.add(callback);
			return () => subscribers.delete(callback);
		},
		pause: () => () => undefined,
	};
	const fake = createFakeSession({ people });
	const app = await draw(
		<MouseContext value={mouse}>
			<ConsoleApp open={async () => fake.session} profileName="demo" screens={screens} begin="people" />
		</MouseContext>,
	);
	await app.see(/❯.*Ada Brink/u);
	const tell = (event: MouseEvent) => {
		for (const callback of subscribers) callback(event);
	};
	/** Clicks the first cell of a text on the screen. */
	const click = (text: string) => {
		const y = app.lines().findIndex((line) => line.includes(text));
		tell({ type: "click", by: 0, x: app.lines()[y]?.indexOf(text) ?? -1, y });
	};
	const wheel = (by: -1 | 1) => tell({ type: "wheel", by, x: 1, y: 10 });
	return { ...app, click, wheel };
}

describe("the mouse", () => {
	it("selects a row and a tab with a click, and scrolls with the wheel", async () => {
		const app = await open();
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

	it("reaches nothing below a dialog", async () => {
		const app = await open();
		await app.press("?");
		await app.see("Type to search.");
		app.click("Log");
		await app.press("escape");
		await app.seeNot("Type to search.");
		await app.see(/❯.*Ada Brink/u);
	});
});
