import { expect, it } from "vitest";
import { settingsDocument } from "../../src/config/settings-document.ts";

it("the settings are what docs/settings.md says", async () => {
	await expect(settingsDocument()).toMatchFileSnapshot("../../docs/settings.md");
});
