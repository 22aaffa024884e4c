import { describe, expect, it } from "vitest";
import { keysOf, keyTable } from "../../src/tui/keys/key-table.ts";
import { keySections, keysDocument } from "../../src/tui/keys-document.ts";
import { screens } from "../../src/tui/screens/index.ts";
import { groupsOf } from "../../src/tui/shell/screen-groups.ts";

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
			for (const { id, where = "", ...command } of commands) {
				for (const key of keysOf(command)) {
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

	it("give a letter one meaning on all screens: only through the table of letters, and each letter once", () => {
		const letters = Object.values(keyTable).flatMap(({ keys }) => keys);
		expect(letters.toSorted()).toEqual([...new Set(letters)].toSorted());
		for (const { commands } of sections) {
			for (const { id, keys = [] } of commands)
				expect(
					keys.filter((key) => /^[a-z]$/i.test(key)),
					id,
				).toEqual([]);
		}
	});

	it("give every letter of the table a command", () => {
		const used = new Set(sections.flatMap(({ commands }) => commands.map(({ means }) => means)));
		for (const meaning of Object.keys(keyTable)) expect([...used]).toContain(meaning);
	});

	it("give every group a digit, and every screen a letter after g", () => {
		const digits = groupsOf(screens).map(({ key }) => key);
		expect(digits).toEqual([...new Set(digits)].toSorted());
		const jumps = screens.map(({ jump }) => jump);
		expect(new Set(jumps).size).toBe(jumps.length);
	});
});
