import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkSourceFile } from "../../../src/app/source/check-source-file.ts";
import { otherExportWith } from "../../../src/directory/format/other-exports.ts";
import { openFileDirectory } from "../../../src/directory/open.ts";
import { everyUser } from "../every-user.ts";
import { temporaryFolder } from "../folder.ts";

const folder = temporaryFolder();
const files = join(import.meta.dirname, "../files");
const nora = "11111111-2222-4333-8444-000000000001";
const li = "11111111-2222-4333-8444-000000000002";

const written = folder.write;
const refusal = async (path: string) => {
	const { understood, problems } = await checkSourceFile(path);
	expect(understood).toBeNull();
	return problems[0];
};
const warnings = async (path: string) =>
	(await checkSourceFile(path)).problems.map(
		({ code, line, column, count }) => `${code} ${line}:${column} ${count}`,
	);

describe("an export of another program", () => {
	it.each([
		["User Id,First name,Last name,Login,Email,Status", "an export of Okta", "Login to userPrincipalName"],
		["id,status,login,firstName,lastName,email", "an export of Okta", "login to userPrincipalName"],
		["First Name [Required],Email Address [Required]", "an export of Google Workspace", "Email Address"],
		["primaryEmail,name.givenName,suspended", "an export of Google Workspace", "replace suspended with"],
		["Email,Firstname,Lastname,Username,Status", "an export of OneLogin", "Email to userPrincipalName"],
		["username,email,firstname,lastname,account_locked", "an export of JumpCloud", "email to"],
		["Id,Given Name,Family Name,Email,Email Verified", "an export of Auth0", "Email to userPrincipalName"],
		["Email address to invite [inviteeEmail] Required", "to invite guests", "Download users"],
		["Object ID [objectId] Required", "to restore users", "Download users"],
		["DeletedDateTime,Id,AdditionalProperties", "(Get-MgGroupMember)", "Get-MgGroupMemberAsUser"],
		["principalId,principalType,appRoleId", "a list of assignments", "Download users"],
		["displayName,mailEnabled,securityEnabled", "an export of groups", "Download users"],
		["deviceId,operatingSystem,displayName", "an export of devices", "Download users"],
		["Date (UTC),Request ID,Correlation ID,Username", "a log of sign-ins", "Download users"],
		["Report Refresh Date,User Principal Name,Is Deleted", "a usage report", "Download users"],
		["Anzeigename,Benutzerprinzipalname,Objekt-ID", "in German", "rename Benutzerprinzipalname to"],
		["Nom d’utilisateur principal,Prénom", "in French", "rename Nom d’utilisateur principal to"],
		["表示名,ユーザー プリンシパル名", "in Japanese", "rename ユーザー プリンシパル名 to"],
	])("%s is %s, and its message says what to do", (header, name, advice) => {
		const said = otherExportWith(header.split(","));
		expect(said).toContain(name);
		expect(said).toContain(advice);
	});

	it("with unknown headings gets advice on the column that probably holds user principal names", () => {
		expect(otherExportWith(["First Name", "UPN", "Active"])).toBe(
			"rename UPN to userPrincipalName, First Name to givenName, and replace Active with accountEnabled: true for users who may sign in, false for others",
		);
		expect(otherExportWith(["Employee", "Cost center"])).toBeUndefined();
	});

	it("is refused with its name, its headings and its place", async () => {
		expect(await refusal(join(files, "okta.csv"))).toMatchObject({
			line: 1,
			message: expect.stringMatching(/line 1: .*an export of Okta, .*Found: User Id, First name/),
		});
		expect((await refusal(join(files, "google-workspace.csv")))?.message).toContain("Google Workspace");
		expect((await refusal(join(files, "microsoft-365-usage.csv")))?.message).toContain(
			"a usage report of Microsoft 365",
		);
	});

	it("is refused as JSON, also beside other properties of our own document", async () => {
		const okta = [{ id: "00u1", status: "ACTIVE", profile: { login: "a@x", firstName: "A" } }];
		expect(await refusal(written("okta.json", JSON.stringify(okta)))).toMatchObject({
			message: expect.stringContaining("Okta, not of Microsoft Entra ID. Rename profile.login to"),
		});
		const google = { kind: "admin#directory#users", users: [{ id: "1", primaryEmail: "a@x" }] };
		expect((await refusal(written("google.json", JSON.stringify(google))))?.message).toContain("Google");
		const scim = { schemas: [], totalResults: 1, Resources: [{ userName: "a@x" }] };
		expect((await refusal(written("scim.json", JSON.stringify(scim))))?.message).toContain("a SCIM server");
		const members = [{ Id: nora, AdditionalProperties: { userPrincipalName: "a@x" } }];
		expect((await refusal(written("members.json", JSON.stringify(members))))?.message).toContain(
			"Get-MgGroupMemberAsUser",
		);
	});

	it("is not our own document whose users have no user principal names", async () => {
		const users = [{ id: nora, mail: "a@x", displayName: "Nora" }];
		const { understood } = await checkSourceFile(written("users.json", JSON.stringify({ users })));
		expect(understood).toMatchObject({ kind: "json", users: 1 });
	});

	it("is found by the first user when its column of user principal names is empty", async () => {
		const text = "id,email,username,firstname,lastname,userprincipalname\n7,a@x,a,Ann,Lee,\n";
		expect((await refusal(written("onelogin.csv", text)))?.message).toContain("line 2: ");
		expect((await refusal(written("onelogin.csv", text)))?.message).toContain("an export of OneLogin");
	});

	it.each([
		["DisplayName       : Ann Lee\n", "Format-List"],
		["dn: CN=Ann,DC=x\n", "LDIF"],
		["“id”,“userPrincipalName”\n", "typographic quotation marks"],
		["DisplayName   UserPrincipalName\n-----------   ----\n", "`Format-Table`"],
	])("%j is named", async (text, name) => {
		expect((await refusal(written("users.txt", text)))?.message).toContain(name);
	});
});

describe("a part of all users", () => {
	it.each([
		[
			{
				"odata.nextLink": "https://graph.windows.net/?$skiptoken=1",
				value: [{ id: nora, userPrincipalName: "a@x" }],
			},
		],
		[{ OdataNextLink: "https://graph.microsoft.com/", value: [{ id: nora, userPrincipalName: "a@x" }] }],
		[{ "@odata.nextLink": "https://graph.microsoft.com/", users: [{ id: nora, userPrincipalName: "a@x" }] }],
	])("%j is refused", async (answer) => {
		expect((await refusal(written("page.json", JSON.stringify(answer))))?.message).toMatch(
			/one page .*nextLink, so users are missing/i,
		);
	});

	it("is not what the last page of an SDK says", async () => {
		const answer = { OdataNextLink: null, value: [{ id: nora, userPrincipalName: "a@x" }] };
		expect((await checkSourceFile(written("last.json", JSON.stringify(answer)))).understood).toMatchObject({
			users: 1,
		});
	});

	it.each([
		[99, []],
		[100, ["first-page null:null 100"]],
	])("is suspected where PowerShell exported %i users", async (count, found) => {
		const rows = Array.from({ length: count }, (_, index) => `${index},u${index}@x,True,User`);
		const text = `Id,UserPrincipalName,AccountEnabled,Role\n${rows.join("\n")}\n`;
		expect(await warnings(written("page.csv", text))).toEqual(found);
	});
});

describe("joined exports", () => {
	it("are read once, with a warning at the second header", async () => {
		expect(await warnings(join(files, "joined-exports.csv"))).toContain("repeated-header 3:1 1");
		const users = await everyUser(await openFileDirectory(join(files, "joined-exports.csv")).read(null, []));
		expect(users.map(({ id }) => id)).toEqual([nora, li]);
	});

	it("with other columns are refused at the second header", async () => {
		const text = `id,userPrincipalName,mail\n${nora},a@x,a@x\nmail,userPrincipalName,id\nb@x,b@x,${li}\n`;
		expect(await refusal(written("joined.csv", text))).toMatchObject({
			line: 3,
			column: 6,
			message: expect.stringContaining("line 3: this is another header, with other columns"),
		});
	});

	it("with a byte order mark in the middle are refused there", async () => {
		const part = `\uFEFFid,userPrincipalName\r\n${nora},a@x\r\n`;
		expect(await refusal(written("joined.csv", part + part))).toMatchObject({
			line: 3,
			column: 1,
			message: expect.stringContaining("line 3 begins with a byte order mark"),
		});
	});
});

describe("what PowerShell exports from other directories", () => {
	it("is read by the names of Get-MsolUser, also below a #TYPE line", async () => {
		const [user] = await everyUser(
			await openFileDirectory(join(files, "powershell-get-msoluser.csv")).read(null, []),
		);
		expect(user).toMatchObject({
			id: nora,
			attributes: { givenName: "Nora", surname: "Lund", jobTitle: "Dev", accountEnabled: false },
		});
	});

	it("is disabled where Get-ADUser says so", async () => {
		const users = await everyUser(
			await openFileDirectory(join(files, "powershell-get-aduser.csv")).read(null, []),
		);
		expect(users.map(({ attributes }) => attributes.accountEnabled)).toEqual([false, true]);
	});
});

describe("values that no account has", () => {
	it.each([
		"mailto:a@x",
		"Ann Lee <a@x>",
		"a@x; b@x",
		"'a@x",
		'"a@x"',
		"SMTP:a@x",
		"“a@x”",
		"‘a@x’",
		"«a@x»",
	])("%j is not an address", async (principalName) => {
		const user = { id: nora, userPrincipalName: principalName, accountEnabled: true, role: "User" };
		const { problems } = await checkSourceFile(written("one.json", JSON.stringify([user])));
		expect(problems).toMatchObject([{ code: "not-an-address", line: 1, count: 1 }]);
	});

	it("include NULL, but not a person called Null", async () => {
		const text = `id,userPrincipalName,surname,mail,accountEnabled,role\n${nora},a@x,Null,NULL,true,User\n`;
		expect(await warnings(written("null.csv", text))).toEqual(["no-value 2:47 1"]);
	});

	it("include a mail without an at sign", async () => {
		const text = `id,userPrincipalName,mail,accountEnabled,role\n${nora},a@x,ann,true,User\n`;
		expect(await warnings(written("mail.csv", text))).toEqual(["not-an-address 2:42 1"]);
	});
});

describe("a cell on several lines", () => {
	it.each(["\n", "\r\n", "\r"])("ended by %j does not move the line of what follows", async (newline) => {
		const text = [
			"id,userPrincipalName,streetAddress,accountEnabled",
			'1,a@x,"1 Main St',
			'Floor 2",true',
			'2,b@x,"3 Side St',
			"",
			'Floor 4",true',
			"3,c@x,,maybe",
		].join(newline);
		expect(await refusal(written("lines.csv", text))).toMatchObject({
			line: 7,
			message:
				'lines.csv: line 7: accountEnabled is "maybe", not true or false; write true or false in this column.',
		});
	});
});
