import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "rolldown";

/** A package with code in the bundle. */
type Bundled = {
	readonly name: string;
	readonly version: string;
	readonly license: string;
	readonly text: string;
};

/**
 * Writes the licenses of all packages with code in the bundle into one file, which their licenses require. The packages are those of
 * the modules in the chunks, so none can be forgotten. The build fails for a package that grants no license.
 */
export function thirdPartyLicenses(fileName: string): Plugin {
	return {
		name: "third-party-licenses",
		generateBundle(_options, bundle) {
			const folders = new Set<string>();
			for (const chunk of Object.values(bundle)) {
				if (chunk.type !== "chunk") continue;
				for (const id of chunk.moduleIds) {
					const folder = packageFolder(id);
					if (folder !== undefined) folders.add(folder);
				}
			}
			const packages = new Map<string, Bundled>();
			for (const one of [...folders].map(readPackage)) packages.set(`${one.name} ${one.version}`, one);
			const inOrder = [...packages.keys()].sort().flatMap((key) => packages.get(key) ?? []);
			this.emitFile({ type: "asset", fileName, source: documentOf(inOrder) });
		},
	};
}

/** The folder of the package that a module is from; undefined for the product's own modules and virtual ones. */
function packageFolder(id: string): string | undefined {
	return /^[^\0]*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+(?=[\\/])/.exec(id)?.[0];
}

function readPackage(folder: string): Bundled {
	const manifest: unknown = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
	const field = (name: string) => {
		const value: unknown = Object.entries(manifest ?? {}).find(([key]) => key === name)?.[1];
		return typeof value === "string" ? value : undefined;
	};
	const [name = folder, version = "", license] = [field("name"), field("version"), field("license")];
	const text = licenseText(folder) ?? standardText(license, field("author"));
	if (license === undefined || text === undefined)
		throw new Error(`${name} grants no license that is known: it must not be bundled`);
	return { name, version, license, text };
}

/** The texts that a package brings along: its license, and notices that must be passed on. */
function licenseText(folder: string): string | undefined {
	const files = readdirSync(folder)
		.filter((file) => /^(?:licen[cs]e|copying|notice)(?:[.-].*)?$/i.test(file))
		.sort();
	if (files.length === 0) return undefined;
	return files.map((file) => readFileSync(join(folder, file), "utf8").trim()).join("\n\n");
}

/** The text of the MIT license for a package that only names it. */
function standardText(license: string | undefined, author = "the authors"): string | undefined {
	if (license !== "MIT") return undefined;
	const own = readFileSync(join(import.meta.dirname, "../LICENSE"), "utf8");
	const start = own.indexOf("Permission is hereby granted");
	return start === -1 ? undefined : `MIT License\n\nCopyright (c) ${author}\n\n${own.slice(start).trim()}`;
}

function documentOf(packages: readonly Bundled[]): string {
	const line = "-".repeat(80);
	const sections = packages.map(
		({ name, version, license, text }) => `${line}\n${name} ${version} (${license})\n${line}\n\n${text}\n`,
	);
	return [
		"sumo-provision contains code of the following packages.\n",
		...packages.map(({ name, version, license }) => `${name} ${version} (${license})`),
		"",
		...sections,
	].join("\n");
}
