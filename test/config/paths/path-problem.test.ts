import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { pathProblem } from "../../../src/config/paths/path-problem.ts";
import { programProblem } from "../../../src/config/settings/program-type.ts";

function folder(): string {
	const made = mkdtempSync(join(tmpdir(), "path-problem-"));
	onTestFinished(() => rmSync(made, { recursive: true }));
	return made;
}

describe("the problem of a path", () => {
	it("is none for a file, also through a symbolic link", () => {
		const at = folder();
		writeFileSync(join(at, "a.csv"), "");
		symlinkSync(join(at, "a.csv"), join(at, "link.csv"));
		expect(pathProblem(join(at, "a.csv"))).toBeUndefined();
		expect(pathProblem(join(at, "link.csv"))).toBeUndefined();
	});

	it("names what is not a file", () => {
		const at = folder();
		writeFileSync(join(at, "a.csv"), "");
		execFileSync("mkfifo", [join(at, "pipe.csv")]);
		symlinkSync(join(at, "gone.csv"), join(at, "link.csv"));
		expect(pathProblem(at)).toBe("it is a folder");
		expect(pathProblem(join(at, "pipe.csv"))).toBe("it is a pipe");
		expect(pathProblem("/dev/null")).toBe("it is a device or socket");
		expect(pathProblem(join(at, "gone.csv"))).toBe("there is no such file");
		expect(pathProblem(join(at, "link.csv"))).toBe("there is no such file");
		expect(pathProblem(join(at, "a.csv", "b.csv"))).toBe("a part of the path is not a folder");
	});

	it("is a missing permission, for root only to run a file", () => {
		const at = folder();
		const file = join(at, "a.csv");
		writeFileSync(file, "");
		chmodSync(file, 0o000);
		expect(pathProblem(file)).toBe(process.getuid?.() === 0 ? undefined : "permission denied");
		expect(pathProblem(file, "run")).toBe("permission denied");
	});
});

describe("the problem of a program", () => {
	it("is that of its file; its arguments and a name to look up in PATH have none", () => {
		const at = folder();
		const file = join(at, "page");
		writeFileSync(file, "");
		expect(programProblem(file)).toBe(`names ${file}, which cannot be run (permission denied)`);
		chmodSync(file, 0o700);
		expect(programProblem(file)).toBeUndefined();
		expect(programProblem(JSON.stringify([file, join(at, "gone")]))).toBeUndefined();
		expect(programProblem(at)).toBe(`names ${at}, which cannot be run (it is a folder)`);
		expect(programProblem("page")).toBeUndefined();
		expect(programProblem("")).toBeUndefined();
	});
});
