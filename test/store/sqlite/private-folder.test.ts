import { chmodSync, existsSync, mkdirSync, mkdtempSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makePrivateFolder } from "../../../src/store/sqlite/private-folder.ts";

const base = () => mkdtempSync(join(tmpdir(), "private-folder-"));
const modeOf = (path: string) => statSync(path).mode & 0o777;

describe("making a private folder", () => {
	it("makes the missing ones for their owner only, and leaves the mode of others", () => {
		const folder = base();
		chmodSync(folder, 0o755);
		makePrivateFolder(join(folder, "one", "two", "three"));
		expect([folder, join(folder, "one"), join(folder, "one", "two", "three")].map(modeOf)).toEqual([
			0o755, 0o700, 0o700,
		]);
		chmodSync(join(folder, "one"), 0o750);
		makePrivateFolder(join(folder, "one"));
		expect(modeOf(join(folder, "one"))).toBe(0o750);
	});

	it("follows a link to a folder", () => {
		const folder = base();
		mkdirSync(join(folder, "real"));
		symlinkSync(join(folder, "real"), join(folder, "link"));
		makePrivateFolder(join(folder, "link", "new"));
		expect(existsSync(join(folder, "real", "new"))).toBe(true);
	});

	it("throws where a file, or a link that leads nowhere, is in the way", () => {
		const folder = base();
		writeFileSync(join(folder, "file"), "");
		symlinkSync(join(folder, "nothing"), join(folder, "lost"));
		expect(() => makePrivateFolder(join(folder, "file"))).toThrow("EEXIST");
		expect(() => makePrivateFolder(join(folder, "file", "new"))).toThrow("ENOTDIR");
		expect(() => makePrivateFolder(join(folder, "lost"))).toThrow("EEXIST");
	});

	it.skipIf(process.platform !== "linux")("throws where the file system takes no folder", () => {
		expect(() => makePrivateFolder("/proc/sumo-provision/state")).toThrow("ENOENT");
	});
});
