/** What the product does in a tenant, by the permissions it needs. */
export const areaIds = ["read-users", "read-groups", "read-app", "assign", "app", "job", "log"] as const;
export type AreaId = (typeof areaIds)[number];

export type Area = {
	readonly id: AreaId;
	/** Permissions that each are sufficient, the least privileged first. */
	readonly sufficient: readonly string[];
	/** A permission that is sufficient only for applications that the operator's app owns. */
	readonly ifOwned?: string;
	/** Template ids of the directory roles, one of which a signed-in user needs as well. */
	readonly directoryRoles?: readonly string[];
	/** The request that stands for the area, for the advice about it. */
	readonly request: string;
	/** A harmless read that shows whether the area is allowed; absent for what only a write would show. `{app}` is the application. */
	readonly probe?: string;
};

/** @see https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference */
const globalAdministrator = "62e90394-69f5-4237-9190-012177145e10";
const applicationAdministrators = [
	globalAdministrator,
	"9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3", // Application Administrator
	"158c047a-c907-4556-b7ef-446551a6b5f7", // Cloud Application Administrator
];
const logReaders = [
	globalAdministrator,
	"4a5d8f65-41da-4de4-8968-e035b65339cf", // Reports Reader
	"5d6b6bb7-de71-4623-b4af-96380a352509", // Security Reader
	"194ae4cb-b126-40b2-bd5b-6091b380977d", // Security Administrator
	"f2ef992c-3afb-46b9-b7cf-a126ee74c451", // Global Reader
];

/** @see https://learn.microsoft.com/graph/permissions-reference */
export const areas: readonly Area[] = [
	{
		id: "read-users",
		sufficient: ["User.Read.All", "User.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"],
		request: "GET /users",
		probe: "/users?$top=1&$select=id",
	},
	{
		id: "read-groups",
		sufficient: [
			"GroupMember.Read.All",
			"Group.Read.All",
			"Group.ReadWrite.All",
			"Directory.Read.All",
			"Directory.ReadWrite.All",
		],
		request: "GET /groups",
		probe: "/groups?$top=1&$select=id",
	},
	{
		id: "read-app",
		sufficient: [
			"Application.Read.All",
			"Application.ReadWrite.OwnedBy",
			"Application.ReadWrite.All",
			"Directory.Read.All",
			"Directory.ReadWrite.All",
		],
		request: "GET /servicePrincipals",
		probe: "/servicePrincipals?$top=1&$select=id",
	},
	{
		id: "assign",
		sufficient: ["AppRoleAssignment.ReadWrite.All"],
		directoryRoles: [...applicationAdministrators, "fe930be7-5e62-47db-91af-98c3a49a38b1"], // User Administrator
		request: "POST /servicePrincipals/{id}/appRoleAssignedTo",
	},
	{
		id: "app",
		sufficient: ["Application.ReadWrite.All"],
		ifOwned: "Application.ReadWrite.OwnedBy",
		directoryRoles: applicationAdministrators,
		request: "PATCH /applications",
	},
	{
		id: "job",
		sufficient: ["Synchronization.ReadWrite.All"],
		ifOwned: "Application.ReadWrite.OwnedBy",
		directoryRoles: applicationAdministrators,
		request: "POST /servicePrincipals/{id}/synchronization/jobs",
	},
	{
		id: "log",
		sufficient: ["ProvisioningLog.Read.All", "AuditLog.Read.All"],
		directoryRoles: logReaders,
		request: "GET /auditLogs/provisioning",
		probe: "/auditLogs/provisioning?$top=1",
	},
];
