import {
	chmodSync,
	existsSync,
	lstatSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { type Home, secretsFile, settingsFile } from "../../src/config/home.ts";
import { jsonBackupOf } from "../../src/config/json/json-backup.ts";
import { writePrivately } from "../../src/config/json/write-privately.ts";
import { openSettings } from "../../src/config/saved-profiles.ts";
import { openSecrets, type Secrets } from "../../src/config/secrets.ts";
import { sampleProfile, temporaryHome } from "./samples.ts";

let home: Home;
let secrets: Secrets;
let warnings: string[];

beforeEach(() => {
	home = temporaryHome();
	warnings = [];
	secrets = openSecrets(home, (message) => warnings.push(message));
});

function edit(text: string, mode = 0o600): void {
	mkdirSync(home.config, { recursive: true, mode: 0o700 });
	writeFileSync(secrets.file, text);
	chmodSync(secrets.file, mode);
}

async function message(promise: Promise<unknown>): Promise<string> {
	return promise.then(
		() => "",
		(reason: unknown) => String(reason),
	);
}

describe("secrets", () => {
	it("are empty at first, and reading them makes no file", async () => {
		expect(await secrets.read("acme")).toEqual({});
		expect(await secrets.read("constructor")).toEqual({});
		expect(existsSync(home.config)).toBe(false);
	});

	it("are kept by profile in a file and folder for their owner only, and can be forgotten", async () => {
		await secrets.write("acme", { secretToken: "token-a", sourceSecret: "secret-a" });
		await secrets.write("beta", { secretToken: "token-b" });
		expect(await secrets.read("acme")).toEqual({ secretToken: "token-a", sourceSecret: "secret-a" });
		expect(await openSecrets(home, () => undefined).read("beta")).toEqual({ secretToken: "token-b" });
		expect(statSync(secrets.file).mode & 0o777).toBe(0o600);
		expect(statSync(home.config).mode & 0o777).toBe(0o700);
		await secrets.write("acme", {});
		expect(await secrets.read("acme")).toEqual({});
		expect(readFileSync(secrets.file, "utf8")).not.toContain("token-a");
		expect(readFileSync(jsonBackupOf(secrets.file), "utf8")).not.toContain("token-a");
		expect(statSync(jsonBackupOf(secrets.file)).mode & 0o777).toBe(0o600);
		expect(readdirSync(home.config)).toEqual(["secrets.json", "secrets.json.backup"]);
		expect(warnings).toEqual([]);
	});

	it("that others can read are protected before they are read, with a warning", async () => {
		edit('{"version":1,"profiles":{"acme":{"secretToken":"token-a"}}}', 0o644);
		expect(await secrets.read("acme")).toEqual({ secretToken: "token-a" });
		expect(statSync(secrets.file).mode & 0o777).toBe(0o600);
		expect(warnings).toEqual([expect.stringContaining(`${secrets.file} could be read by other users`)]);
		expect(warnings.join()).not.toContain("token-a");
		await secrets.read("acme");
		expect(warnings).toHaveLength(1);
	});

	it("that are not JSON are reported with line and column, never with their content", async () => {
		const text = '{"version": 1, "profiles":\n {"acme": {"secretToken": "hunter2" "x"}}}';
		edit(text);
		const read = await message(secrets.read("acme"));
		expect(read).toContain(`ConfigError: ${secrets.file}, line 2, column 37`);
		expect(read).not.toContain("hunter2");
		expect(await message(secrets.write("beta", { secretToken: "t" }))).toBe(read);
		expect(readFileSync(secrets.file, "utf8")).toBe(text);
	});

	it("of another shape are reported with the place, never with their content", async () => {
		edit('{"version": 1, "profiles": {"acme": {"secretToken": ["hunter2"]}}}');
		const read = await message(secrets.read("acme"));
		expect(read).toContain("at profiles.acme.secretToken");
		expect(read).not.toContain("hunter2");
		edit('["hunter2"]');
		expect(await message(secrets.read("acme"))).toMatch(/at the top\./);
	});

	it("that cannot be written are reported without their values", async () => {
		mkdirSync(home.config, { recursive: true });
		const below = openSecrets({ ...home, config: "/dev/null/x" }, () => undefined);
		const written = await message(below.write("acme", { secretToken: "hunter2" }));
		expect(written).toContain("/dev/null/x/secrets.json cannot be");
		expect(written).not.toContain("hunter2");
	});

	it.each([
		["empty", ""],
		["blank", " \n"],
	])("refuses an %s file and leaves it as it is", async (_, text) => {
		const home = temporaryHome();
		mkdirSync(home.config, { recursive: true });
		for (const file of [settingsFile(home), secretsFile(home)]) writeFileSync(file, text, { mode: 0o600 });
		const secrets = openSecrets(home, () => undefined);
		await expect(secrets.write("acme", { secretToken: "eA==" })).rejects.toThrow(
			"secrets.json is empty: its content was lost",
		);
		await expect(openSettings(home).saveProfile(sampleProfile("acme"))).rejects.toThrow(
			"config.json is empty",
		);
		for (const file of [settingsFile(home), secretsFile(home)]) expect(readFileSync(file, "utf8")).toBe(text);
	});

	it("writes settings and secrets through symbolic links, which stay", async () => {
		const home = temporaryHome();
		const elsewhere = join(home.config, "elsewhere");
		mkdirSync(elsewhere, { recursive: true });
		for (const [file, name, text] of [
			[settingsFile(home), "c.json", '{"profiles":{}}'],
			[secretsFile(home), "s.json", '{"version":1,"profiles":{}}'],
		] as const) {
			writeFileSync(join(elsewhere, name), text, { mode: 0o600 });
			symlinkSync(join(elsewhere, name), file);
		}
		await openSecrets(home, () => undefined).write("acme", { secretToken: "eA==" });
		await openSettings(home).saveProfile(sampleProfile("acme"));
		for (const file of [settingsFile(home), secretsFile(home)])
			expect(lstatSync(file).isSymbolicLink()).toBe(true);
		expect(readFileSync(join(elsewhere, "s.json"), "utf8")).toContain("eA==");
		expect(readFileSync(join(elsewhere, "c.json"), "utf8")).toContain("acme");
	});

	it("are not written in place of a link whose file is missing, which is lost and not new", async () => {
		const home = temporaryHome();
		mkdirSync(home.config, { recursive: true });
		const gone = join(home.config, "not mounted", "file.json");
		for (const file of [settingsFile(home), secretsFile(home)]) symlinkSync(gone, file);
		const lost = `is a link to ${gone}, which does not exist`;
		const settings = openSettings(home);
		const secrets = openSecrets(home, () => undefined);
		for (const use of [
			() => settings.profileNames(),
			() => settings.saveProfile(sampleProfile("acme")),
			() => secrets.read("acme"),
			() => secrets.write("acme", { secretToken: "eA==" }),
			() => writePrivately(secretsFile(home), "{}"),
		])
			await expect(use()).rejects.toThrow(lost);
		for (const file of [settingsFile(home), secretsFile(home)])
			expect(lstatSync(file).isSymbolicLink()).toBe(true);
	});
});
