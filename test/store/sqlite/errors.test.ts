import { describe, expect, it } from "vitest";
import { isFullSystem, storeError } from "../../../src/store/sqlite/errors.ts";
import { fileRefusal } from "../../../src/text/file-refusal.ts";

const large = { blocks: 1_000_000, bavail: 500_000, bsize: 4096, files: 1_000_000, ffree: 500_000 };

describe("a full file system", () => {
	it.each([
		["with space", {}, false],
		["without space", { bavail: 0 }, true],
		["with less than a store's companions need", { bavail: 7 }, true],
		["without room for another file", { ffree: 0 }, true],
		["that counts no files", { files: 0, ffree: 0 }, false],
		["that reports no sizes", { blocks: 0, bavail: 0, files: 0, ffree: 0 }, false],
	])("%s", (_what, change, expected) => {
		expect(isFullSystem({ ...large, ...change })).toBe(expected);
	});

	it("is named with what to do, for a store and for any other file of the home", () => {
		const full = Object.assign(new Error("database or disk is full"), { errcode: 13 });
		expect(storeError("/h/acme.sqlite", full)).toMatchObject({
			code: "full",
			message: expect.stringContaining("There is no space left for /h/acme.sqlite."),
		});
		const folder = Object.assign(new Error("EISDIR: illegal operation on a directory, read"), {
			code: "EISDIR",
		});
		expect(fileRefusal("/h/config.json", "read", folder)).toBe(
			"/h/config.json cannot be read: it is a folder, not a file. Move it away.",
		);
		const noSpace = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
		expect(fileRefusal("/h/filters.json", "written", noSpace)).toBe(
			"/h/filters.json cannot be written: there is no space left. Free some space.",
		);
	});
});
