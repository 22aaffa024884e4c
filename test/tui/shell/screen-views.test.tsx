import { describe, expect, it } from "vitest";
import { screens } from "../../../src/tui/screens/index.ts";
import type { ScreenDescriptor } from "../../../src/tui/shell/screen.ts";
import { createFakeSession } from "../fake-session.ts";
import { drawConsole } from "../render-console.tsx";

/** The first screens, and the ids of those whose code was loaded, in order. */
function watched(failing: string) {
	const loaded: string[] = [];
	const those = screens.slice(0, 4).map(
		(screen): ScreenDescriptor => ({
			...screen,
			async load(session) {
				loaded.push(screen.id);
				if (screen.id === failing) throw new Error("The file was removed.");
				return screen.load(session);
			},
		}),
	);
	return { loaded, screens: those };
}

describe("the code of screens", () => {
	it("is loaded for the first one, then ahead for the others, also after one that cannot be loaded", async () => {
		const { loaded, screens: those } = watched("people");
		const app = await drawConsole(createFakeSession(), { begin: "home", screens: those });
		expect(loaded.slice(0, 1)).toEqual(["home"]);
		await app.until(() => expect(loaded).toEqual(expect.arrayContaining(["people", "on-demand", "plan"])));
		await app.see("1 Home");
	});
});
