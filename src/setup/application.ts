import { asItShouldBe, blocked, type Planned } from "./step.ts";

/** An app role, whole as Graph shows it, so that it can be sent back. */
export type AppRoleEntry = {
	readonly id: string;
	readonly displayName: string;
	readonly description: string;
	/** Null for the two roles of the template. */
	readonly value: string | null;
	readonly isEnabled: boolean;
	readonly allowedMemberTypes: readonly string[];
};

/** The roles of every application that was made from the template, with the same ids in every tenant. They stay. */
export const templateRoles: readonly AppRoleEntry[] = [
	["18d14569-c3bd-439b-9a66-3a2aee01d14f", "User"],
	["b9632174-c057-4f7e-951b-be3adc52bfe6", "msiam_access"],
].map(([id = "", displayName = ""]) => ({
	id,
	displayName,
	description: displayName,
	value: null,
	isEnabled: true,
	allowedMemberTypes: ["User"],
}));

/** A certificate that signs SAML tokens. Times are milliseconds since 1970. */
export type SigningCertificate = {
	/** SHA-1 in upper-case hexadecimal digits. */
	readonly thumbprint: string;
	/** Base64 of DER. */
	readonly certificate: string;
	readonly start: number;
	readonly end: number;
};

/** An enterprise application: the application object and its service principal. */
export type EnterpriseApplication = {
	/** Object id of the service principal. */
	readonly id: string;
	/** Object id of the application. */
	readonly applicationId: string;
	readonly appId: string;
	readonly tenantId: string;
	readonly displayName: string;
	/** Null for an application that was not made from a template, which cannot be provisioned. */
	readonly templateId: string | null;
	/** Milliseconds since 1970. */
	readonly created: number;
	readonly tags: readonly string[];
	readonly roles: readonly AppRoleEntry[];
	readonly identifiers: readonly string[];
	readonly replyUrls: readonly string[];
	readonly singleSignOnMode: string | null;
	/** Of the certificate in use. */
	readonly signingThumbprint: string | null;
	readonly certificates: readonly SigningCertificate[];
	readonly notificationEmails: readonly string[];
};

export type DesiredApplication = {
	readonly name: string;
	/** Undefined: the application is found by its id and needs no mark. */
	readonly tag: string | undefined;
};

/** What to do to the application: make it, or mark the one that was found. */
export type ApplicationChange =
	| { readonly type: "create" }
	| { readonly type: "tag"; readonly tags: readonly string[] };

/** Plans the application. `found`: null when there is none. */
export function planApplication(
	found: EnterpriseApplication | null,
	{ name, tag }: DesiredApplication,
): Planned<ApplicationChange> {
	if (found === null) {
		const details = [
			`Create the enterprise application "${name}" from the template for non-gallery applications.`,
		];
		return { action: "create", details, change: { type: "create" } };
	}
	const called = `The enterprise application "${found.displayName}" (${found.id})`;
	if (found.templateId === null)
		return blocked(
			`${called} was not made from a template, so Entra cannot provision it. Give another name under app.name to create a new one.`,
		);
	if (tag === undefined || found.tags.includes(tag)) return asItShouldBe(`${called} exists.`);
	return {
		action: "update",
		details: [`${called} exists. Mark it with the tag "${tag}".`],
		change: { type: "tag", tags: [...found.tags, tag] },
	};
}
