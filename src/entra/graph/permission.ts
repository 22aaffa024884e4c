/** What a request to Graph needs: one of two permissions, and for a signed-in user a role as well. */
export type Requirement = {
	/** The minimum permission of an application that signs in as itself. */
	readonly application: string;
	/** The minimum permission on behalf of a signed-in user. */
	readonly delegated: string;
	/** The directory role that the signed-in user needs as well; null for none. */
	readonly role: string | null;
};

const applicationAdministrator = "Application Administrator or Cloud Application Administrator";

/** The first pattern that matches `METHOD /path` applies. */
const requirements: readonly (readonly [request: RegExp, needs: Requirement])[] = [
	[
		/^(POST|DELETE) .*appRoleAssign/,
		needs("AppRoleAssignment.ReadWrite.All", "AppRoleAssignment.ReadWrite.All", applicationAdministrator),
	],
	[
		/^GET .*\/synchronization\b/,
		needs("Synchronization.Read.All", "Synchronization.Read.All", applicationAdministrator),
	],
	[
		/\/synchronization\b/,
		needs("Synchronization.ReadWrite.All", "Synchronization.ReadWrite.All", applicationAdministrator),
	],
	[
		/^(POST|PATCH|DELETE) \/(applicationTemplates|applications|servicePrincipals)\b/,
		needs("Application.ReadWrite.OwnedBy", "Application.ReadWrite.All", applicationAdministrator),
	],
	[/\/(applications|servicePrincipals)\b/, needs("Application.Read.All", "Application.Read.All")],
	[
		/\/auditLogs\/provisioning/,
		needs("ProvisioningLog.Read.All", "ProvisioningLog.Read.All", "Reports Reader"),
	],
	[/\/groups\b/, needs("GroupMember.Read.All", "GroupMember.Read.All")],
];

function needs(application: string, delegated: string, role: string | null = null): Requirement {
	return { application, delegated, role };
}

/**
 * What a request needs at least.
 *
 * @param request method and path: `GET /users/delta`
 * @see https://learn.microsoft.com/graph/permissions-reference
 */
export function requirementOf(request: string): Requirement {
	return (
		requirements.find(([pattern]) => pattern.test(request))?.[1] ?? needs("User.Read.All", "User.Read.All")
	);
}

/** Which permission or role is missing, who can grant it, and where. */
export function permissionAdvice(request: string): string {
	const { application, delegated, role } = requirementOf(request);
	const user = role === null ? `${delegated}` : `${delegated} and the role ${role}`;
	return `The application permission ${application} is missing: add it to the app registration in Entra and grant admin consent. A Privileged Role Administrator can grant it, in the Entra admin center under App registrations, API permissions. A signed-in user needs ${user}.`;
}
