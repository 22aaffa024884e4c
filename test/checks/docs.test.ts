import { existsSync, globSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";
import { faultSchema } from "../../src/simulator/loopback/faults.ts";
import { behaviorSchema } from "../../src/simulator/sumo/behavior.ts";

const read = (file: string) => readFileSync(file, "utf8");

/** Paths of the repository in backticks: `src/app/session.ts`, `test/e2e/`. */
function pathsIn(file: string): readonly string[] {
	return [...read(file).matchAll(/`((?:src|test|bench|docs)\/[^`\s*]*)`/gu)].map(([, path = ""]) => path);
}

/** The files that a file imports, as paths of the repository. */
function importsOf(file: string): readonly string[] {
	return [...read(file).matchAll(/(?:from|import\()\s*"(\.[^"]+)"/gu)].map(([, path = ""]) =>
		normalize(join(dirname(file), path)),
	);
}

describe.each(["docs/architecture.md", "CONTRIBUTING.md"])("%s", (file) => {
	it("names only paths that exist", () => {
		const paths = pathsIn(file);
		expect(paths.length).toBeGreaterThan(10);
		expect(paths.filter((path) => !existsSync(path))).toEqual([]);
	});
});

describe("docs/architecture.md", () => {
	const [, chapter = ""] = /## One change[^\n]*\n([\s\S]*?)\n## /u.exec(read("docs/architecture.md")) ?? [];
	const [, list = ""] = /\n(1\. [\s\S]*?)\n\n/u.exec(chapter) ?? [];
	const chain = [...new Set([...list.matchAll(/`(src\/[^`]+)`/gu)].map(([, path = ""]) => path))];

	it("says what each folder of src and each folder in these is for", () => {
		const [, table = ""] = /## Folders\n([\s\S]*?)\n## /u.exec(read("docs/architecture.md")) ?? [];
		const rows = table.split("\n");
		const isDescribed = (folder: string) => {
			const [, parent = "", child] = folder.split("/");
			const isNamed = rows.some((row) => row.includes(`\`${folder}/`));
			return (
				isNamed || rows.some((row) => row.includes(`\`src/${parent}/\``) && row.includes(`\`${child}/\``))
			);
		};
		const folders = globSync(["src/*/", "src/*/*/"])
			.map((folder) => folder.replaceAll("\\", "/").replace(/\/$/u, ""))
			.filter((folder) => statSync(folder).isDirectory());
		expect(folders.length).toBeGreaterThan(60);
		expect(folders.filter((folder) => !isDescribed(folder))).toEqual([]);
	});

	it("follows one change in at most 30 files", () => {
		expect(chain.length).toBeGreaterThan(15);
		expect(chain.length).toBeLessThanOrEqual(30);
	});

	it("follows it along real imports, from the first file to the last", () => {
		const neighbors = new Map(chain.map((file) => [file, new Set<string>()]));
		for (const file of chain)
			for (const imported of importsOf(file)) {
				neighbors.get(imported)?.add(file);
				if (neighbors.has(imported)) neighbors.get(file)?.add(imported);
			}
		const reached = new Set(chain.slice(0, 1));
		for (const file of reached) for (const next of neighbors.get(file) ?? []) reached.add(next);
		expect(chain.filter((file) => !reached.has(file))).toEqual([]);
	});
});

describe("docs/simulator.md", () => {
	/** The first column of the table under a heading. */
	const rows = (heading: string): readonly string[] => {
		const [, chapter = ""] = read("docs/simulator.md").split(`## ${heading}\n`);
		const [table = ""] = chapter.split("\n## ");
		return [...table.matchAll(/^\| `(\w+)` \|/gmu)].map(([, name = ""]) => name);
	};

	it("documents all behaviors and faults, and no others", () => {
		expect(rows("Behavior").toSorted()).toEqual(Object.keys(behaviorSchema.shape).toSorted());
		expect(rows("Faults").toSorted()).toEqual([...faultSchema.shape.kind.options].toSorted());
	});
});

describe("docs/glossary.md", () => {
	it("names only identifiers that occur in the code", () => {
		const names = read("docs/glossary.md")
			.split("\n")
			.filter((line) => line.startsWith("| ") && !line.startsWith("| term"))
			.flatMap((line) => [...(line.split("|").at(-2) ?? "").matchAll(/`(\w+)`/gu)])
			.map(([, name = ""]) => name);
		expect(names.length).toBeGreaterThan(30);
		const code = globSync("src/**/*.{ts,tsx}")
			.map((file) => read(file))
			.join("\n");
		expect(names.filter((name) => !new RegExp(`\\b${name}\\b`, "u").test(code))).toEqual([]);
	});
});
