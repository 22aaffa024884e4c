import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { completePath, namesFile } from "../../../../src/tui/components/input/complete-path.ts";
import { candidateLines } from "../../../../src/tui/components/input/path-input.tsx";

/** A home folder with files and folders. */
function home(): string {
	const folder = mkdtempSync(join(tmpdir(), "complete-"));
	onTestFinished(() => {
		vi.unstubAllEnvs();
		rmSync(folder, { recursive: true });
	});
	vi.stubEnv("HOME", folder);
	mkdirSync(join(folder, "exports"));
	mkdirSync(join(folder, ".hidden"));
	symlinkSync(join(folder, "exports"), join(folder, "link"));
	symlinkSync(join(folder, "gone"), join(folder, "dead"));
	for (const name of ["export.csv", "Ümlaut.csv", "田中 1.csv", "田中 2.csv", "bad\u0007.csv"])
		writeFileSync(join(folder, name), "");
	return folder;
}

describe("the completion of a path", () => {
	it("goes up to where names differ, and lists them with a slash after folders", () => {
		const folder = home();
		expect(completePath("~/e")).toEqual({ path: "~/export", candidates: ["export.csv", "exports/"] });
		expect(completePath(`${folder}/exports`)).toEqual({ path: `${folder}/exports/`, candidates: [] });
		expect(completePath("~/田")).toEqual({ path: "~/田中 ", candidates: ["田中 1.csv", "田中 2.csv"] });
		expect(completePath("~/Ü")).toEqual({ path: "~/Ümlaut.csv", candidates: [] });
	});

	it("follows symbolic links, and completes a dead one as a file", () => {
		home();
		expect(completePath("~/li").path).toBe("~/link/");
		expect(completePath("~/de").path).toBe("~/dead");
		expect(namesFile("~/dead")).toBe(false);
	});

	it("lists hidden names only after a dot, and no name that cannot be typed", () => {
		home();
		expect(completePath("~/").candidates).toEqual([
			"dead",
			"export.csv",
			"exports/",
			"link/",
			"Ümlaut.csv",
			"田中 1.csv",
			"田中 2.csv",
		]);
		expect(completePath("~/.").path).toBe("~/.hidden/");
	});

	it("starts at the home folder for ~, and at the working folder without a slash", () => {
		home();
		expect(completePath("~")).toEqual({ path: "~/", candidates: [] });
		expect(completePath("package.j").path).toBe("package.json");
		expect(completePath("./package.j").path).toBe("./package.json");
	});

	it("leaves what it cannot complete", () => {
		home();
		for (const path of ["~/x", "~/gone/x", "keyring:sign-in", "~ann/x"])
			expect(completePath(path)).toEqual({ path, candidates: [] });
		vi.stubEnv("HOME", "");
		expect(completePath("~/e")).toEqual({ path: "~/e", candidates: [] });
		expect(namesFile("~/export.csv")).toBe(false);
	});
});

describe("the candidates of a path", () => {
	it("fill columns from top to bottom, and count those that do not fit", () => {
		const names = ["a.csv", "b.csv", "c.csv", "d.csv", "e.csv"];
		expect(candidateLines(names, 80, 3)).toEqual(["a.csv  b.csv  c.csv  d.csv  e.csv"]);
		expect(candidateLines(names, 14, 3)).toEqual(["a.csv  d.csv", "b.csv  e.csv", "c.csv"]);
		expect(candidateLines(names, 14, 2)).toEqual(["a.csv  b.csv", "… 3 more"]);
		expect(candidateLines(names, 80, 0)).toEqual(["… 5 more"]);
	});
});
