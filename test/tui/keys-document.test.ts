import { describe, expect, it } from "vitest";
import { keySections, keysDocument } from "../../src/tui/keys-document.ts";
import { screens } from "../../src/tui/screens/index.ts";

const sections = keySections(screens);

describe("the key tables", () => {
	it("match docs/keys.md", async () => {
		await expect(keysDocument(screens)).toMatchFileSnapshot("../../docs/keys.md");
	});

	it("name each command once", () => {
		const byId = new Map(
			sections.flatMap(({ commands }) => commands.map((command) => [command.id, command])),
		);
		for (const { commands } of sections)
			for (const command of commands) expect(byId.get(command.id)).toBe(command);
	});

	it("give no key two meanings in one place", () => {
		for (const { title, commands } of sections) {
			const seen = new Map<string, string>();
			for (const { id, keys, where = "" } of commands) {
				for (const key of keys) {
					const place = `${where}/${key}`;
					expect(
						seen.get(place),
						`${title}: ${key} in "${where}" is ${seen.get(place)} and ${id}`,
					).toBeUndefined();
					seen.set(place, id);
				}
			}
		}
	});

	it("give every screen a digit of its own", () => {
		const digits = screens.map(({ key }) => key);
		expect(new Set(digits).size).toBe(digits.length);
		for (const digit of digits) expect(digit).toMatch(/^[0-9]$/);
	});
});
