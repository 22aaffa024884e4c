import { describe, expect, it } from "vitest";
import { keysOf } from "../../../src/tui/keys/key-table.ts";
import { screens } from "../../../src/tui/screens/index.ts";
import { remedyHints, remedyPlace } from "../../../src/tui/shell/remedy-hint.ts";
import { whatToDo } from "../../../src/tui/text/what-to-do.ts";
import { everyRemedy } from "../../ports/errors/every-remedy.ts";

describe("a remedy in the console", () => {
	const hint = remedyHints(screens);

	it("names key and screen of the command's own table", () => {
		expect(hint({ type: "run-cycle" })).toBe("Press p on screen 1 (Home): run a cycle now.");
		expect(hint({ type: "change-scope" })).toBe("See screen gs (Scope).");
		expect(hint({ type: "wait" })).toBe("");
		expect(whatToDo({ recommendedAction: "Fix it.", remedy: { type: "change-scope" } }, hint)).toBe(
			"Fix it. See screen gs (Scope).",
		);
	});

	it("points only to commands that there are, each with a key", () => {
		for (const remedy of everyRemedy) {
			const place = remedyPlace(remedy);
			if (place?.command === undefined) continue;
			const screen = screens.find(({ id }) => id === place.screen);
			const command = screen?.commands.find(({ id }) => id === place.command);
			expect({ place, keys: command === undefined ? [] : keysOf(command) }).toEqual({
				place,
				keys: expect.arrayContaining([expect.any(String)]),
			});
		}
	});
});
