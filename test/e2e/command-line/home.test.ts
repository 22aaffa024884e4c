import { spawnSync } from "node:child_process";
import { chownSync, mkdirSync, readdirSync, readFileSync, watch, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { binary, run, runEach } from "../site/program.ts";
import { freshFolder } from "../site/site.ts";

const commands = [
	["settings", "set", "interval", "60"],
	["profile", "list"],
	["logs"],
	["run"],
	["run", "--demo"],
	["demo"],
	["recover"],
] as const;

const noHome =
	"sumo-provision: The home folder of this user is not known: HOME is not an absolute path. Name a folder with --home DIR or SUMO_PROVISION_HOME.\n";

/** Traces what is created, changed or removed in a folder, also what is gone again. */
function traceChanges(folder: string) {
	const names: (string | null)[] = [];
	const marker = "the end of the trace";
	const { promise, resolve } = Promise.withResolvers<void>();
	const watcher = watch(folder, (_, name) => {
		if (name === marker) resolve();
		else names.push(name);
	});
	return {
		/** The names of what was changed. The system reports changes in order, so that the marker comes last. */
		changes: async () => {
			writeFileSync(join(folder, marker), "");
			await promise;
			watcher.close();
			return names;
		},
	};
}

describe("a user without a home folder", () => {
	it.each([
		["empty", { HOME: "" }],
		["relative", { HOME: "somewhere" }],
		[
			"empty, with relative folders of XDG",
			{ HOME: "", XDG_CONFIG_HOME: "config", XDG_STATE_HOME: ".", XDG_CACHE_HOME: "cache" },
		],
	])(
		"is asked for --home when HOME is %s, and nothing is written into the working folder",
		async (_, env) => {
			const cwd = freshFolder();
			const trace = traceChanges(cwd);
			const ends = await runEach(commands, { cwd, env });
			for (const [at, args] of commands.entries()) {
				const { code, out, err = "" } = ends[at] ?? {};
				expect({ args, code, out }).toEqual({ args, code: 1, out: "" });
				expect(err.endsWith(noHome), err).toBe(true);
			}
			expect(readdirSync(cwd)).toEqual([]);
			expect(await trace.changes()).toEqual([]);
		},
	);

	it("works with --home, and with the absolute folders of XDG", async () => {
		const cwd = freshFolder();
		const folder = freshFolder();
		const demo = ["demo", "--users", "1"];
		expect(await run([...demo, "--home", folder], { cwd, env: { HOME: "" } })).toMatchObject({ code: 0 });
		const [config, state, cache] = ["c", "s", "h"].map((name) => join(folder, name));
		const xdg = {
			XDG_CONFIG_HOME: String(config),
			XDG_STATE_HOME: String(state),
			XDG_CACHE_HOME: String(cache),
		};
		expect(await run(demo, { cwd, env: { HOME: "", ...xdg } })).toMatchObject({ code: 0 });
		expect(readdirSync(cwd)).toEqual([]);
		expect(readdirSync(join(folder, "s", "sumo-provision"))).toContain("demo.sqlite");
	});

	it.skipIf(process.getuid?.() !== 0)(
		"of whom the system knows only a number saves settings with --home",
		() => {
			const uid = 54_321;
			const cwd = freshFolder();
			const home = join(cwd, "home");
			mkdirSync(home);
			const source = { type: "file", path: "/nowhere/users.json" };
			const profile = { name: "acme", source, target: { deployment: "us2" } };
			writeFileSync(
				join(home, "config.json"),
				JSON.stringify({ current: "acme", profiles: { acme: profile } }),
			);
			for (const path of [cwd, home, join(home, "config.json")]) chownSync(path, uid, uid);
			const start = (...args: readonly string[]) =>
				spawnSync(process.execPath, [binary, ...args], {
					cwd,
					uid,
					gid: uid,
					env: { PATH: String(process.env.PATH) },
					encoding: "utf8",
				});
			expect(start("settings", "set", "interval", "60")).toMatchObject({ status: 1, stderr: noHome });
			const saved = start("settings", "set", "interval", "60", "--home", home);
			expect(saved, saved.stderr).toMatchObject({ status: 0 });
			expect(readFileSync(join(home, "config.json"), "utf8")).toMatch(/"intervalMinutes":\s*60/);
			expect(readdirSync(cwd)).toEqual(["home"]);
		},
	);
});
