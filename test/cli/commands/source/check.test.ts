import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runCommand } from "../../../../src/cli/program.ts";
import { fakeContext } from "../../fake-context.ts";
import { fakeStreams } from "../../fake-streams.ts";

const files = join(import.meta.dirname, "../../../directory/files");

async function check(name: string, ...flags: readonly string[]) {
	const { streams, printed, json } = fakeStreams();
	const code = await runCommand(["source", "check", join(files, name), ...flags], fakeContext(streams, {}));
	return { code, printed: printed.join("\n"), json };
}

describe("source check", () => {
	it("shows how the file is read, and exits with 0 despite warnings", async () => {
		const { code, printed } = await check("powershell-account-enabled-empty.csv");
		expect(code).toBe(0);
		expect(printed).toContain("Format:   CSV of PowerShell (Export-Csv)");
		expect(printed).toContain("Id → id");
		expect(printed).toContain("Users:    2: 2 enabled, 0 disabled, 2 assigned");
		expect(printed).toContain("Roles:    Analyst (2)");
		expect(printed).toContain("warning at line 2, column 110: accountEnabled is empty for all users");
		expect(printed).toContain("Get-MgUser -All -Property");
		expect(printed.endsWith("1 warning.")).toBe(true);
	});

	it("prints one JSON object", async () => {
		const { code, json } = await check("excel-sep.csv", "--json");
		expect(code).toBe(0);
		expect(json()).toEqual([
			{
				ok: true,
				path: join(files, "excel-sep.csv"),
				format: "csv",
				formatName: "CSV",
				encoding: "UTF-8",
				delimiter: ";",
				columns: {
					used: ["userPrincipalName", "displayName", "accountEnabled", "role"].map((heading) => ({
						heading,
						attribute: heading,
					})),
					ignored: [],
				},
				users: 2,
				identifiedBy: "userPrincipalName",
				enabled: 1,
				assigned: 2,
				groups: 0,
				roles: [
					{ role: "Analyst", users: 2 },
					{ role: "Administrator", users: 1 },
				],
				problems: [],
			},
		]);
	});

	it("shows that a file without ids identifies users by their names", async () => {
		expect((await check("excel-sep.csv")).printed).toContain(
			"ID:       userPrincipalName, so a renamed user is another user",
		);
		expect((await check("powershell-7.csv")).printed).not.toContain("ID:  ");
		const { json } = await check("powershell-7.csv", "--json");
		expect(json()).toMatchObject([{ identifiedBy: "id" }]);
	});

	it("exits with 2 for a file that is refused or missing", async () => {
		const refused = await check("heading-twice.csv", "--json");
		expect(refused.code).toBe(2);
		expect(refused.json()).toMatchObject([
			{ ok: false, problems: [{ severity: "error", code: "invalid", line: 1 }] },
		]);
		const missing = await check("missing.csv");
		expect(missing.code).toBe(2);
		expect(missing.printed).toContain("There is no file");
		expect((await check("users.xml")).code).toBe(2);
	});
});
