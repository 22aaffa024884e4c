import { cleanText } from "../../text/clean-text.ts";
import { folded } from "./property-name.ts";

/**
 * Exports that are not users of Microsoft Entra ID, or not as a source needs them, by their headings or property names.
 *
 * @see https://github.com/GAM-team/GAM/wiki/Users (Google Workspace, GAM)
 * @see https://help.okta.com/en-us/content/topics/reports/access/user-account-report.htm (Okta)
 * @see https://github.com/onelogin/onelogin-python-sdk/blob/master/docs/User.md (OneLogin)
 * @see https://learn.microsoft.com/entra/identity/users/groups-bulk-import-members (templates of the Entra admin center)
 * @see https://learn.microsoft.com/graph/api/reportroot-getoffice365activeuserdetail (reports of Microsoft 365)
 */
type OtherExport = {
	/** What it seems to be. */
	readonly name: string;
	/** Folded names: all of one of these groups. */
	readonly has: readonly (readonly string[])[];
	/** What to do with it. Without it, the headings to rename. */
	readonly advice?: string;
	/** Never users, even where it has a column of user principal names. */
	readonly never?: boolean;
};

const downloadUsers = "Export users in the Entra admin center: Users > Download users";

const otherExports: readonly OtherExport[] = [
	{
		name: "a usage report of Microsoft 365",
		has: [["reportrefreshdate"]],
		advice: `It also lists deleted users, and may conceal names. ${downloadUsers}`,
		never: true,
	},
	{
		name: "a log of sign-ins or audits of Entra",
		has: [
			["correlationid", "requestid"],
			["correlationid", "activity"],
		],
		advice: downloadUsers,
		never: true,
	},
	{
		name: "the template of the Entra admin center to invite guests",
		has: [["emailaddresstoinvite[inviteeemail]required"]],
		advice: downloadUsers,
	},
	{
		name: "the template of the Entra admin center for members of a group",
		has: [["memberobjectidoruserprincipalname[memberobjectidorupn]required"]],
		advice: `It holds IDs only. ${downloadUsers}`,
	},
	{
		name: "the template of the Entra admin center to restore users",
		has: [["objectid[objectid]required"]],
		advice: `It holds IDs only. ${downloadUsers}`,
	},
	{
		name: "a list of members of a group (Get-MgGroupMember), with users' attributes in AdditionalProperties",
		has: [["id", "additionalproperties"]],
		advice:
			"Export again with `Get-MgGroupMemberAsUser -GroupId ID -All -Property Id,UserPrincipalName,DisplayName,GivenName,Surname,Mail,AccountEnabled`",
	},
	{
		name: "a list of assignments, not of users",
		has: [
			["principalid", "approleid"],
			["principalid", "principaltype"],
		],
		advice: `${downloadUsers}, and add a column role`,
	},
	{
		name: "an export of groups, not of users",
		has: [
			["securityenabled", "mailenabled"],
			["displayname", "grouptype"],
			["displayname", "membershiptype"],
		],
		advice: downloadUsers,
	},
	{
		name: "an export of devices, not of users",
		has: [
			["deviceid", "operatingsystem"],
			["deviceid", "jointype"],
		],
		advice: downloadUsers,
	},
	{
		name: "a list of accounts of a SCIM server, such as the target's, not of users",
		has: [
			["schemas", "resources"],
			["schemas", "username"],
		],
		advice: downloadUsers,
	},
	{
		name: "an export of Google Workspace",
		has: [["emailaddress[required]"], ["primaryemail"]],
	},
	{
		name: "an export of Okta",
		has: [["login", "status"], ["login", "firstname"], ["oktauserid"], ["profile.login"], ["oktausername"]],
	},
	{
		name: "an export of Auth0",
		has: [
			["email", "emailverified"],
			["userid", "identities"],
		],
	},
	{
		name: "an export of JumpCloud",
		has: [
			["username", "email", "firstname", "accountlocked"],
			["username", "email", "firstname", "activated"],
		],
	},
	{
		name: "an export of OneLogin",
		has: [
			["firstname", "lastname", "username", "email"],
			["directoryid", "email"],
		],
	},
];

/**
 * The user principal name in exports of the Microsoft 365 admin center, folded, by language. Its other headings are not documented, and a
 * column of blocked users that is not recognized would enable them, so such a file is refused.
 */
const localized: ReadonlyMap<string, string> = new Map([
	["benutzerprinzipalname", "German"],
	["nomd'utilisateurprincipal", "French"],
	["nomprincipaldel'utilisateur", "French"],
	["ユーザープリンシパル名", "Japanese"],
	["nombreprincipaldeusuario", "Spanish"],
	["nombreprincipaldelusuario", "Spanish"],
	["nomeprincipaleutente", "Italian"],
	["nomedell'entitàutente", "Italian"],
	["nomeprincipaldousuário", "Portuguese"],
	["nomeprincipaldoutilizador", "Portuguese"],
	["userprincipalnaam", "Dutch"],
	["principalnaamvangebruiker", "Dutch"],
	["głównanazwaużytkownika", "Polish"],
	["användarhuvudnamn", "Swedish"],
	["brugerensprincipalnavn", "Danish"],
	["brukerhovednavn", "Norwegian"],
	["имяучастникапользователя", "Russian"],
	["사용자계정이름", "Korean"],
	["用户主体名称", "Chinese"],
	["使用者主體名稱", "Chinese"],
]);

/** What the attributes that mappings read most are called elsewhere, folded; the likeliest first. */
const elsewhere: readonly (readonly [attribute: string, headings: readonly string[]])[] = [
	["givenName", ["firstname", "firstname[required]", "name.givenname", "profile.firstname", "givenname"]],
	["surname", ["lastname", "lastname[required]", "name.familyname", "profile.lastname", "familyname"]],
	["mail", ["email", "primaryemail", "profile.email", "emailaddress"]],
];
const principalNames = [
	...[
		"upn",
		"userprincipal",
		"principalname",
		"profile.login",
		"login",
		"emailaddress[required]",
		"primaryemail",
	],
	...["oktausername", "email", "emailaddress", "mail", "workemail", "username", "signinname", "mailaddress"],
];
const enabling = ["status", "status[readonly]", "active", "suspended", "state", "isactive"];

/**
 * What a file without user principal names seems to be, and what to do with it: a sentence without its period. Undefined when it is not
 * known.
 *
 * @param names Its headings, or the names of a user's properties.
 * @param among `never`: only files that are refused although they have user principal names. `named`: only files that have a name here.
 */
export function otherExportWith(
	names: readonly string[],
	among: "all" | "named" | "never" = "all",
): string | undefined {
	const byFolded = new Map(names.map((name) => [foldedName(name), cleanText(name.trim())]));
	const found = otherExports.find(
		(one) =>
			(among !== "never" || one.never === true) &&
			one.has.some((all) => all.every((name) => byFolded.has(name))),
	);
	if (among === "never") return found && `this seems to be ${found.name}. ${found.advice}`;
	if (found?.advice !== undefined) return `this seems to be ${found.name}. ${found.advice}`;
	for (const [principalName, language] of localized) {
		const heading = byFolded.get(principalName);
		if (heading === undefined) continue;
		return `this seems to be an export of the Microsoft 365 admin center in ${language}, whose headings are read in English only. Set its language to English and export again, or rename ${heading} to userPrincipalName, and the others in the same way; blocked users need accountEnabled with false`;
	}
	const renames = renamesIn(byFolded);
	if (found === undefined) return renames && among === "all" ? `rename ${renames}` : undefined;
	return `this seems to be ${found.name}, not of Microsoft Entra ID. Rename ${renames ?? "its columns to the attribute names of Microsoft Graph"}`;
}

/** What to rename its columns to: `Login to userPrincipalName, …`. Undefined without one that could hold user principal names. */
function renamesIn(byFolded: ReadonlyMap<string, string>): string | undefined {
	const principalName = principalNames.find((name) => byFolded.has(name));
	if (principalName === undefined) return undefined;
	const renames = [`${byFolded.get(principalName)} to userPrincipalName`];
	for (const [attribute, headings] of elsewhere) {
		const heading = headings.find((name) => name !== principalName && byFolded.has(name));
		const written = heading === undefined ? undefined : byFolded.get(heading);
		if (written !== undefined && written !== attribute) renames.push(`${written} to ${attribute}`);
	}
	const status = enabling.find((name) => byFolded.has(name));
	const enabled =
		status === undefined
			? ""
			: `, and replace ${byFolded.get(status)} with accountEnabled: true for users who may sign in, false for others`;
	return `${renames.join(", ")}${enabled}`;
}

/** Folded, with a straight apostrophe. */
function foldedName(name: string): string {
	return folded(name).normalize("NFC").replace(/[’‘]/g, "'");
}
