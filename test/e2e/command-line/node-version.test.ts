import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { describe, expect, it } from "vitest";
import { pretendNode } from "../site/preload.ts";
import { run } from "../site/program.ts";

/** The sentence that a Node of that version gets. */
const refusal = (version: string) =>
	`sumo-provision needs Node 22.16 or newer, this is ${version}: install a current one from https://nodejs.org or with your version manager (nvm install 24).\n`;

/** A Node on this machine that is older than what the program needs. */
function oldNode(): { readonly path: string; readonly version: string } | undefined {
	for (const folder of (process.env.PATH ?? "").split(delimiter)) {
		const path = join(folder, "node");
		if (folder.includes("node_modules") || !existsSync(path)) continue;
		const version = execFileSync(path, ["--version"], { encoding: "utf8" }).trim().slice(1);
		const [major = 0, minor = 0] = version.split(".").map(Number);
		if (major < 22 || (major === 22 && minor < 16)) return { path, version };
	}
	return undefined;
}

const old = oldNode();

describe("a Node that is too old", () => {
	it.each(["18.20.8", "20.19.5", "22.15.1"])("%s gets one sentence, and the exit code 1", async (version) => {
		const ended = await run(["--version"], { nodeOptions: pretendNode(version) });
		expect(ended).toEqual({ code: 1, signal: null, out: "", err: refusal(version) });
	});

	it.each(["22.16.0", "24.0.0", "30.1.0"])("is not %s", async (version) => {
		expect(await run(["--version"], { nodeOptions: pretendNode(version) })).toMatchObject({
			code: 0,
			err: "",
		});
	});

	it.runIf(old !== undefined)("can read the launcher: this machine's own", async () => {
		const { path, version } = old ?? { path: "", version: "" };
		const ended = await run(["demo"], { node: path });
		expect(ended).toEqual({ code: 1, signal: null, out: "", err: refusal(version) });
	});
});
