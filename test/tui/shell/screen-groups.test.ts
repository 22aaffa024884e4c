import { expect, it } from "vitest";
import { screens } from "../../../src/tui/screens/index.ts";
import { groups } from "../../../src/tui/shell/groups.ts";
import { keysToScreens } from "../../../src/tui/shell/screen-groups.ts";

it("finds the keys of a screen: the digit of the group that it is the first of, otherwise g and its letter", () => {
	const keysTo = keysToScreens(screens);
	expect(keysTo("credentials")).toBe(groups.setup.key);
	expect(keysTo("deactivated")).toBe("gd");
	const [home] = screens.filter(({ id }) => id === "home");
	expect(keysToScreens(home === undefined ? [] : [home])("credentials")).toBe("");
});
