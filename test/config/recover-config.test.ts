import { execFileSync } from "node:child_process";
import {
	existsSync,
	lstatSync,
	mkdirSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
	truncateSync,
	writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { type Home, secretsFile, settingsFile } from "../../src/config/home.ts";
import { jsonBackupOf, saveWithBackup } from "../../src/config/json/json-backup.ts";
import { recoverConfig } from "../../src/config/recover-config.ts";
import { openSettings } from "../../src/config/saved-profiles.ts";
import { openSecrets } from "../../src/config/secrets.ts";
import { sampleProfile, temporaryHome } from "./samples.ts";

const now = Date.UTC(2026, 0, 31);
const kept = (file: string) => `${file}.corrupt-2026-01-31T00-00-00.000Z`;

let home: Home;
beforeEach(() => {
	home = temporaryHome();
});

const recover = () => recoverConfig(home, now, () => undefined);
const readSecret = async () => (await openSecrets(home, () => undefined).read("acme")).secretToken;

async function save(secretToken = "token-a"): Promise<void> {
	await openSettings(home).saveProfile(sampleProfile("acme"));
	await openSecrets(home, () => undefined).write("acme", { secretToken });
}

describe("settings and secrets that are damaged", () => {
	it("are described as what they are, also where a pipe is in the place of their copy", async () => {
		await save();
		const file = settingsFile(home);
		rmSync(jsonBackupOf(file));
		execFileSync("mkfifo", [jsonBackupOf(file)]);
		const read = () => openSettings(home).currentName();
		writeFileSync(file, '{"pro');
		const toDo = "The file is unchanged. Correct it there, or move it away to start over.";
		await expect(read()).rejects.toThrow(`${file}, line 1, column 2: the text is not JSON. ${toDo}`);
		writeFileSync(file, "[".repeat(2000) + "]".repeat(2000));
		await expect(read()).rejects.toThrow(`: values nested too deeply. ${toDo}`);
		await expect(recover()).rejects.toThrow("values nested too deeply");
	});

	it("when missing beside their copy, are refused, and put back by recover", async () => {
		await save("token-a");
		const [settings, secrets] = [settingsFile(home), secretsFile(home)];
		const copies = [settings, secrets].map((file) => readFileSync(jsonBackupOf(file), "utf8"));
		for (const file of [settings, secrets]) rmSync(file);
		const isMissing = (file: string) =>
			`${file} is missing. "sumo-provision recover" puts its last good copy, ${jsonBackupOf(file)}, in its place. To start over, move the copy away.`;
		const saving = openSettings(home).saveProfile(sampleProfile("other"));
		await expect(saving).rejects.toThrow(isMissing(settings));
		await expect(openSecrets(home, () => undefined).write("other", {})).rejects.toThrow(isMissing(secrets));
		expect([settings, secrets].map((file) => readFileSync(jsonBackupOf(file), "utf8"))).toEqual(copies);
		expect(await recover()).toMatchObject([
			{ file: settings, kept: null },
			{ file: secrets, kept: null },
		]);
		expect(await openSettings(home).profileNames()).toEqual(["acme"]);
		expect(await readSecret()).toBe("token-a");
	});

	it("start over where the copy is missing too, or nothing can be used of it", async () => {
		await save();
		const file = settingsFile(home);
		rmSync(file);
		writeFileSync(jsonBackupOf(file), '{"pro');
		expect(await openSettings(home).profileNames()).toEqual([]);
	});

	it("have no copy before they are saved for the first time", async () => {
		const file = join(home.config, "new.json");
		const failed = saveWithBackup(file, "{}", () => Promise.reject(new Error("killed")));
		await expect(failed).rejects.toThrow("killed");
		expect(existsSync(jsonBackupOf(file))).toBe(false);
	});

	it.each([
		["empty", ""],
		["cut off", '{\n\t"profiles": {\n\t\t"acme'],
		["nested too deeply", `{"profiles": ${"[".repeat(2000)}${"]".repeat(2000)}}`],
		["of another shape", '{"profiles": 5}'],
	])("when %s, name the copy and are replaced by it; the damaged files stay", async (_, text) => {
		await save("token-b");
		await save("token-a");
		const files = [settingsFile(home), secretsFile(home)];
		for (const file of files) writeFileSync(file, text);
		for (const [at, read] of [() => openSettings(home).currentName(), readSecret].entries()) {
			await expect(read()).rejects.toThrow(
				`"sumo-provision recover" keeps it aside and puts its last good copy, ${jsonBackupOf(files[at] ?? "")}, in its place.`,
			);
		}
		expect(await recover()).toMatchObject(files.map((file) => ({ file, kept: kept(file) })));
		expect(await openSettings(home).currentName()).toBe("acme");
		expect(await readSecret()).toBe("token-a");
		for (const file of files) {
			expect(readFileSync(kept(file), "utf8")).toBe(text);
			for (const one of [file, kept(file), jsonBackupOf(file)])
				expect(statSync(one).mode & 0o777).toBe(0o600);
		}
		expect(await recover()).toEqual([]);
	});

	it("are replaced behind a symbolic link, which stays", async () => {
		await save();
		const elsewhere = join(home.config, "elsewhere.json");
		writeFileSync(elsewhere, "");
		rmSync(settingsFile(home));
		symlinkSync(elsewhere, settingsFile(home));
		expect(await recover()).toHaveLength(1);
		expect(lstatSync(settingsFile(home)).isSymbolicLink()).toBe(true);
		expect(readFileSync(elsewhere, "utf8")).toContain("acme");
	});

	it("name no copy where there is none or it is damaged too, and are unchanged", async () => {
		await save();
		truncateSync(settingsFile(home));
		for (const damage of [(file: string) => truncateSync(file), (file: string) => rmSync(file)]) {
			damage(jsonBackupOf(settingsFile(home)));
			await expect(openSettings(home).currentName()).rejects.toThrow(/config\.json is empty.*move it away/u);
			await expect(openSettings(home).currentName()).rejects.not.toThrow("backup");
			await expect(recover()).rejects.toThrow("config.json is empty");
			expect(readFileSync(settingsFile(home), "utf8")).toBe("");
			expect(existsSync(kept(settingsFile(home)))).toBe(false);
		}
	});
});

it("recovers nothing, and makes no file, without damage", async () => {
	expect(await recover()).toEqual([]);
	expect(existsSync(home.config)).toBe(false);
	mkdirSync(home.config, { recursive: true });
	await save();
	expect(await recover()).toEqual([]);
});
