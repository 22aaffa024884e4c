import {
	chmodSync,
	chownSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	realpathSync,
	rmSync,
	statSync,
	symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { compileCacheFolder, mayKeepCompiled } from "../src/compile-cache-folder.ts";

describe("the folder for compiled code", () => {
	const isRoot = process.getuid?.() === 0;
	const stranger = 12_345;
	let home: string;
	beforeEach(() => {
		home = realpathSync(mkdtempSync(join(tmpdir(), "sumo-provision-cache-")));
	});
	afterEach(() => rmSync(home, { recursive: true }));

	it("lies in the user's own cache, closed to others", () => {
		const folder = join(home, ".cache", "sumo-provision", "compiled");
		expect(compileCacheFolder({}, home)).toBe(folder);
		expect(statSync(folder).mode & 0o777).toBe(0o700);
		expect(compileCacheFolder({}, home)).toBe(folder);
	});

	it("follows XDG_CACHE_HOME, but not a relative one", () => {
		const cache = join(home, "cache");
		expect(compileCacheFolder({ XDG_CACHE_HOME: cache }, "/nonexistent")).toBe(
			join(cache, "sumo-provision", "compiled"),
		);
		expect(compileCacheFolder({ XDG_CACHE_HOME: "cache" }, home)).toBeUndefined();
	});

	it("is not used without a home", () => {
		expect(compileCacheFolder({}, "")).toBeUndefined();
	});

	it.each(["", ".cache", ".cache/sumo-provision"])(
		"is not used below a folder that others can write to: %s",
		(part) => {
			const open = join(home, part);
			mkdirSync(open, { recursive: true });
			chmodSync(open, 0o777);
			expect(compileCacheFolder({}, home)).toBeUndefined();
			expect(existsSync(join(home, ".cache", "sumo-provision", "compiled"))).toBe(false);
		},
	);

	it("is closed again when it was left open", () => {
		const folder = join(home, ".cache", "sumo-provision", "compiled");
		mkdirSync(folder, { recursive: true });
		chmodSync(folder, 0o755);
		expect(compileCacheFolder({}, home)).toBe(folder);
		expect(statSync(folder).mode & 0o777).toBe(0o700);
	});

	it.runIf(isRoot).each([".cache", ".cache/sumo-provision", ".cache/sumo-provision/compiled"])(
		"is not used when somebody else made %s first",
		(part) => {
			mkdirSync(join(home, ".cache/sumo-provision/compiled"), { recursive: true });
			chownSync(join(home, part), stranger, stranger);
			expect(compileCacheFolder({}, home)).toBeUndefined();
		},
	);

	it.runIf(isRoot)("is not used through a link into somebody else's folder", () => {
		const theirs = join(home, "theirs");
		mkdirSync(theirs, { mode: 0o755 });
		chownSync(theirs, stranger, stranger);
		symlinkSync(theirs, join(home, ".cache"));
		expect(compileCacheFolder({}, home)).toBeUndefined();
	});
});

it.each<readonly [readonly string[], boolean, boolean]>([
	[[], false, false],
	[["console"], false, false],
	[["--home", "/home/ada/profiles", "console"], false, false],
	[["run", "--json"], false, true],
	[["console"], true, true],
	[[], true, true],
])("the arguments %j, with a terminal: %s, let compiled code be kept: %s", (args, hasTerminal, may) => {
	expect(mayKeepCompiled(args, hasTerminal)).toBe(may);
});
