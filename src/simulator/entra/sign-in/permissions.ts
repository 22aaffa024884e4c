/** Requests to Graph, and the permissions that each are sufficient, the least privileged first. */
interface Rule {
	readonly path: RegExp;
	readonly read: readonly string[];
	readonly write: readonly string[];
}

const readApps = ["Application.Read.All", "Directory.Read.All"];
const writeApps = ["Application.ReadWrite.OwnedBy", "Application.ReadWrite.All"];
const writeJobs = ["Synchronization.ReadWrite.All", "Application.ReadWrite.OwnedBy"];
const writeDirectory = ["Directory.ReadWrite.All"];
const readGroups = ["Group.Read.All", "Group.ReadWrite.All", "Directory.Read.All", ...writeDirectory];
const assign = ["AppRoleAssignment.ReadWrite.All"];

/**
 * The first rule whose path fits holds.
 *
 * @see https://learn.microsoft.com/graph/permissions-reference
 */
const rules: readonly Rule[] = [
	{
		path: /\/synchronization(\/|$)/,
		read: ["Synchronization.Read.All", ...writeJobs],
		write: writeJobs,
	},
	{ path: /\/auditLogs\//, read: ["ProvisioningLog.Read.All", "AuditLog.Read.All"], write: [] },
	{
		path: /\/appRoleAssign(edTo|ments)/,
		read: [...readApps, ...assign, ...writeApps, ...writeDirectory],
		write: assign,
	},
	{
		path: /\/(applications|servicePrincipals|applicationTemplates)/,
		read: [...readApps, ...writeApps, ...writeDirectory],
		write: writeApps,
	},
	{
		path: /\/subscribedSkus/,
		read: ["LicenseAssignment.Read.All", "Directory.Read.All", ...writeDirectory],
		write: [],
	},
	{
		path: /\/groups\/[^/]+\/(transitiveM|m)embers/,
		read: ["GroupMember.ReadBasic.All", "GroupMember.Read.All", "GroupMember.ReadWrite.All", ...readGroups],
		write: ["GroupMember.ReadWrite.All", "Group.ReadWrite.All", ...writeDirectory],
	},
	{
		path: /\/groups/,
		read: ["Group.ReadBasic.All", "GroupMember.Read.All", ...readGroups],
		write: ["Group.ReadWrite.All", ...writeDirectory],
	},
	{
		path: /\/(users|directory)(\/|$)/,
		read: ["User.Read.All", "User.ReadWrite.All", "Directory.Read.All", ...writeDirectory],
		write: ["User.ReadWrite.All", ...writeDirectory],
	},
];

/** Every permission that a rule names: what an application is granted unless the control API says otherwise. */
export const allPermissions: readonly string[] = [
	...new Set(rules.flatMap(({ read, write }) => [...read, ...write])),
].sort();

/** Why a request is not allowed. */
export type Denial = "synchronization" | "other";

/** Whether permissions suffice for a request; undefined when they do. */
export function denied(method: string, path: string, granted: ReadonlySet<string>): Denial | undefined {
	const rule = rules.find((one) => one.path.test(path));
	if (!rule) return undefined;
	const sufficient = method === "GET" ? rule.read : rule.write;
	if (sufficient.some((name) => granted.has(name))) return undefined;
	return rule === rules[0] ? "synchronization" : "other";
}
