import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { runProgram } from "../../../src/cli/program.ts";
import { resolveHome } from "../../../src/config/home.ts";
import { openSettings } from "../../../src/config/saved-profiles.ts";
import { sampleProfile } from "../../config/samples.ts";
import { fakeStreams } from "../fake-streams.ts";

it("recover puts back empty settings, and says where each file is", async () => {
	const home = mkdtempSync(join(tmpdir(), "recover-"));
	onTestFinished(() => rmSync(home, { recursive: true, force: true }));
	const settings = openSettings(resolveHome(home, {}));
	await settings.saveProfile(sampleProfile("acme"));
	const run = async (...args: readonly string[]) => {
		const { streams, printed, said, json } = fakeStreams();
		const code = await runProgram([...args, "--home", home], { streams, version: "0.0.0", env: {} });
		return { code, printed: printed.join("\n"), said: said.join("\n"), json };
	};
	writeFileSync(settings.file, "");
	const broken = await run("profile", "list");
	expect(broken.code).toBe(1);
	expect(broken.said).toContain(`its last good copy, ${settings.file}.backup`);
	const recovered = await run("recover");
	expect(recovered.code).toBe(0);
	expect(recovered.printed).toContain(`${settings.file} is now its copy of `);
	expect(recovered.printed).toContain(`The damaged one is kept as ${settings.file}.corrupt-`);
	expect((await run("profile", "list")).code).toBe(0);

	writeFileSync(settings.file, "{");
	const { code, json } = await run("recover", "--json");
	expect(code).toBe(0);
	expect(json()).toMatchObject([{ config: [{ file: settings.file }] }]);
});
