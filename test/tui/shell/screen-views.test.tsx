import { describe, expect, it } from "vitest";
import { screens } from "../../../src/tui/screens/index.ts";
import type { ScreenDescriptor } from "../../../src/tui/shell/screen.ts";
import { createFakeSession } from "../fake-session.ts";
import { drawConsole } from "../render-console.tsx";

/** The first screens, and the ids of those whose code was loaded, in order. `failing` cannot be loaded until `repair`. */
function watched(failing: string) {
	let isBroken = true;
	const loaded: string[] = [];
	const those = screens.slice(0, 4).map(
		(screen): ScreenDescriptor => ({
			...screen,
			async load(session) {
				loaded.push(screen.id);
				if (screen.id === failing && isBroken) throw new Error("The file was removed.");
				return screen.load(session);
			},
		}),
	);
	return {
		loaded,
		screens: those,
		repair() {
			isBroken = false;
		},
	};
}

describe("the code of screens", () => {
	it("is loaded for the first one, then ahead for the others, also after one that cannot be loaded", async () => {
		const { loaded, screens: those } = watched("people");
		const app = await drawConsole(createFakeSession(), { begin: "home", screens: those });
		expect(loaded.slice(0, 1)).toEqual(["home"]);
		await app.until(() => expect(loaded).toEqual(expect.arrayContaining(["people", "on-demand", "plan"])));
		await app.see("1 Home");
	});

	it("is reported in the place of a screen, which can be reopened, while the others still work", async () => {
		const { repair, screens: those } = watched("people");
		const app = await drawConsole(createFakeSession(), { begin: "home", screens: those });
		await app.press("2");
		await app.see('✗ The screen "Users & groups" failed.');
		await app.see("The file was removed.");
		await app.press("1");
		await app.see("No cycle has run yet");
		await app.press("2");
		await app.see("The file was removed.");
		repair();
		await app.press("enter");
		await app.see("Ada Brink");
	});

	it("is reported for the first screen as well", async () => {
		const app = await drawConsole(createFakeSession(), { begin: "home", screens: watched("home").screens });
		await app.see('✗ The screen "Home" failed.');
		await app.press("2");
		await app.see("Ada Brink");
	});
});
