import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { runProgram } from "../../../../src/cli/program.ts";
import { resolveHome } from "../../../../src/config/home.ts";
import { profileSchema } from "../../../../src/config/profile.ts";
import { openSettings } from "../../../../src/config/saved-profiles.ts";
import { openFileDirectory } from "../../../../src/directory/open.ts";
import { fakeStreams } from "../../fake-streams.ts";

const text = "userPrincipalName,displayName,role\nann@x,Ann,User\n";

/** A file in which Ann has just been unassigned, and a home that a profile can be saved in. */
async function changedFile() {
	const home = mkdtempSync(join(tmpdir(), "undo-"));
	onTestFinished(() => rmSync(home, { recursive: true, force: true }));
	const file = join(home, "users.csv");
	writeFileSync(file, text);
	const directory = openFileDirectory(file);
	await directory.unassign("ann@x/User");
	const [change] = (await directory.file?.rewrites()) ?? [];
	const undo = async (...args: readonly string[]) => {
		const { streams, printed, said, json } = fakeStreams();
		const context = { streams, version: "0.0.0", env: { SUMO_PROVISION_HOME: home } };
		const code = await runProgram(["source", "undo", ...args], context);
		return { code, printed: printed.join("\n"), said: said.join("\n"), json };
	};
	return { home, file, copy: change?.copy ?? "", undo };
}

describe("source undo", () => {
	it("puts the file back as it was, and says which file it rewrote", async () => {
		const { file, undo } = await changedFile();
		expect(readFileSync(file, "utf8")).not.toBe(text);
		const { code, printed } = await undo(file);
		expect(code).toBe(0);
		expect(printed).toContain(`${file} was rewritten`);
		expect(readFileSync(file, "utf8")).toBe(text);
		const again = await undo(file);
		expect(again.code).toBe(1);
		expect(again.said).toContain("No change of users.csv can be undone.");
	});

	it("uses the file of the profile, without credentials", async () => {
		const { home, file, copy, undo } = await changedFile();
		const profile = profileSchema.parse({
			name: "work",
			source: { type: "file", path: file },
			target: { deployment: "us1" },
		});
		await openSettings(resolveHome(home, {})).saveProfile(profile);
		const { code, json } = await undo("--json");
		expect(code).toBe(0);
		expect(json()).toEqual([{ file, copy }]);
		expect(readFileSync(file, "utf8")).toBe(text);
	});

	it("refuses when the file was edited since, names file and copy, and changes nothing", async () => {
		const { file, copy, undo } = await changedFile();
		const edited = `${readFileSync(file, "utf8")}bea@x,Bea,User\n`;
		writeFileSync(file, edited);
		const { code, said } = await undo(file);
		expect(code).toBe(1);
		expect(said).toContain(`${file} was edited after the last change of assignments`);
		expect(said).toContain(copy);
		// With paths of up to 44 characters it fits the three lines that the console has for it at 80 columns.
		const short = said.replaceAll(copy, "c".repeat(44)).replaceAll(file, "f".repeat(20));
		expect(short.length).toBeLessThan(3 * 75);
		expect(readFileSync(file, "utf8")).toBe(edited);
		expect(readFileSync(copy, "utf8")).toBe(text);
	});

	it("exits with 2 without a file of users", async () => {
		const { home, undo } = await changedFile();
		expect(await undo()).toMatchObject({ code: 2, said: expect.stringContaining("is not a file") });
		expect(await undo(join(home, "none.csv"))).toMatchObject({
			code: 2,
			said: expect.stringContaining("There is no file"),
		});
		expect(await undo(join(home, "users.xlsx"))).toMatchObject({ code: 2 });
	});
});
