import type { Json, JsonObject } from "../../loopback/json.ts";
import type { Properties } from "../odata/selection.ts";
import { type AppRole, type KeyCredential, memberTypesOf, type ServicePrincipal } from "./application.ts";

const nothing = (): Json => null;
const none = (): Json => [];
const time = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;

const roles = (given: readonly AppRole[]): Json =>
	given.map((role) => ({ ...role, allowedMemberTypes: [...memberTypesOf(role)], origin: "Application" }));

/** Entra keeps a signing certificate as a pair: one entry signs, the other verifies. */
function credentials(given: readonly KeyCredential[], withKey: boolean): JsonObject[] {
	return given.flatMap(({ keyId, displayName, thumbprint, key, start, end }) =>
		["Sign", "Verify"].map((usage) => ({
			customKeyIdentifier: Buffer.from(thumbprint, "hex").toString("base64"),
			displayName,
			startDateTime: time(start),
			endDateTime: time(end),
			key: withKey && usage === "Verify" ? key : null,
			keyId,
			type: usage === "Sign" ? "X509CertAndPassword" : "AsymmetricX509Cert",
			usage,
		})),
	);
}

/** The properties of an application object. */
export const applicationProperties: Properties<ServicePrincipal> = {
	id: ({ applicationId }) => applicationId,
	appId: ({ appId }) => appId,
	applicationTemplateId: ({ applicationTemplateId }) => applicationTemplateId,
	createdDateTime: ({ createdDateTime }) => time(createdDateTime),
	deletedDateTime: nothing,
	displayName: ({ displayName }) => displayName,
	identifierUris: ({ identifierUris }) => [...identifierUris],
	notes: ({ notes }) => notes,
	signInAudience: () => "AzureADMyOrg",
	tags: ({ tags }) => [...tags],
	samlMetadataUrl: nothing,
	optionalClaims: nothing,
	groupMembershipClaims: nothing,
	appRoles: ({ appRoles }) => roles(appRoles),
	keyCredentials: none,
	passwordCredentials: none,
	web: ({ redirectUris }) => ({
		homePageUrl:
			"https://account.activedirectory.windowsazure.com:444/applications/default.aspx?metadata=customappsso|ISV9.1|primary|z",
		redirectUris: [...redirectUris],
		logoutUrl: null,
	}),
};

/** Tags that every service principal from the template has. */
const templateTags = [
	"WindowsAzureActiveDirectoryCustomSingleSignOnApplication",
	"WindowsAzureActiveDirectoryIntegratedApp",
];

/**
 * The properties of a service principal.
 *
 * @param withKeys whether certificates are shown, as Graph does with `$select=keyCredentials` on one object only
 */
export function servicePrincipalProperties(
	tenantId: string,
	withKeys: boolean,
): Properties<ServicePrincipal> {
	return {
		id: ({ id }) => id,
		appId: ({ appId }) => appId,
		applicationTemplateId: ({ applicationTemplateId }) => applicationTemplateId,
		accountEnabled: () => true,
		appDisplayName: ({ displayName }) => displayName,
		displayName: ({ displayName }) => displayName,
		appOwnerOrganizationId: () => tenantId,
		appRoleAssignmentRequired: ({ appRoleAssignmentRequired }) => appRoleAssignmentRequired,
		deletedDateTime: nothing,
		loginUrl: nothing,
		logoutUrl: nothing,
		notes: ({ notes }) => notes,
		notificationEmailAddresses: ({ notificationEmailAddresses }) => [...notificationEmailAddresses],
		preferredSingleSignOnMode: ({ preferredSingleSignOnMode }) => preferredSingleSignOnMode,
		preferredTokenSigningKeyThumbprint: ({ preferredTokenSigningKeyThumbprint }) =>
			preferredTokenSigningKeyThumbprint,
		replyUrls: ({ redirectUris }) => [...redirectUris],
		samlSingleSignOnSettings: nothing,
		servicePrincipalNames: ({ appId, identifierUris }) => [appId, ...identifierUris],
		servicePrincipalType: () => "Application",
		tags: ({ tags }) => [...new Set([...templateTags, ...tags])],
		appRoles: ({ appRoles }) => roles(appRoles),
		keyCredentials: ({ keyCredentials }) => credentials(keyCredentials, withKeys),
		passwordCredentials: none,
	};
}
