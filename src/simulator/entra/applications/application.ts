import { guidFrom } from "../../loopback/guid.ts";

/** A role of an application. */
export interface AppRole {
	readonly id: string;
	readonly displayName: string;
	readonly description: string;
	/** The value that provisioning sends, here the name of a Sumo Logic role; null for the two roles of the template. */
	readonly value: string | null;
	readonly isEnabled: boolean;
	/** Who can have it; users (and groups) when absent. */
	readonly allowedMemberTypes?: MemberType[];
}

export type MemberType = "User" | "Application";

/** Who can have a role: users when nothing is said. */
export function memberTypesOf({ allowedMemberTypes = ["User"] }: AppRole): readonly MemberType[] {
	return allowedMemberTypes;
}

/** A certificate that signs SAML tokens. Times are milliseconds since 1970. */
export interface KeyCredential {
	readonly keyId: string;
	readonly displayName: string;
	/** SHA-1 of the certificate in upper-case hexadecimal digits. */
	readonly thumbprint: string;
	/** The certificate: Base64 of DER. */
	readonly key: string;
	readonly start: number;
	readonly end: number;
}

/** An enterprise application: the application object and its service principal in one, since both are in one tenant. */
export interface ServicePrincipal {
	/** Object id of the service principal. */
	readonly id: string;
	readonly ordinal: number;
	readonly appId: string;
	/** Object id of the application. */
	readonly applicationId: string;
	readonly applicationTemplateId: string | null;
	readonly displayName: string;
	/** Milliseconds since 1970. */
	readonly createdDateTime: number;
	readonly appRoles: readonly AppRole[];
	/** Tags of the application; those of the service principal follow them. */
	readonly tags: readonly string[];
	readonly notes: string | null;
	readonly identifierUris: readonly string[];
	readonly redirectUris: readonly string[];
	readonly preferredSingleSignOnMode: string | null;
	readonly preferredTokenSigningKeyThumbprint: string | null;
	readonly notificationEmailAddresses: readonly string[];
	readonly appRoleAssignmentRequired: boolean;
	readonly keyCredentials: readonly KeyCredential[];
}

/** The template "Custom" of non-gallery applications. */
export const customTemplate = "8adf8e6e-67b2-4cf2-a259-e3dc5476c621";

/** The roles of every application that was made from the template, with the same ids in every tenant. */
export const templateRoles: readonly AppRole[] = [
	["18d14569-c3bd-439b-9a66-3a2aee01d14f", "User"],
	["b9632174-c057-4f7e-951b-be3adc52bfe6", "msiam_access"],
].map(([id = "", name = ""]) => ({
	id,
	displayName: name,
	description: name,
	value: null,
	isEnabled: true,
}));

/** An application as the template makes it, with what is given in place of that. */
export function newServicePrincipal(
	given: Pick<ServicePrincipal, "id" | "ordinal" | "appId" | "displayName" | "createdDateTime"> &
		Partial<ServicePrincipal>,
): ServicePrincipal {
	return {
		applicationId: guidFrom(given.id),
		applicationTemplateId: customTemplate,
		appRoles: templateRoles,
		tags: [],
		notes: null,
		identifierUris: [],
		redirectUris: [],
		preferredSingleSignOnMode: null,
		preferredTokenSigningKeyThumbprint: null,
		notificationEmailAddresses: [],
		appRoleAssignmentRequired: true,
		keyCredentials: [],
		...given,
	};
}
