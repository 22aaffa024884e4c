import type { EnterpriseApplication, SigningCertificate } from "./application.ts";
import { asItShouldBe, type Planned } from "./step.ts";

export type DesiredSaml = {
	readonly identifier: string;
	/** Undefined: as Sumo Logic shows it, known only after its SAML configuration exists. */
	readonly replyUrl: string | undefined;
	/** Undefined: stays as it is. */
	readonly notificationEmails: readonly string[] | undefined;
};

/** What to write; absent parts stay as they are. */
export type SamlChange = {
	readonly mode?: "saml";
	readonly identifiers?: readonly string[];
	readonly replyUrls?: readonly string[];
	/** A new certificate, or an existing one to use. */
	readonly certificate?: "new" | { readonly use: string };
	readonly notificationEmails?: readonly string[];
};

type SamlState = Pick<
	EnterpriseApplication,
	| "singleSignOnMode"
	| "identifiers"
	| "replyUrls"
	| "signingThumbprint"
	| "certificates"
	| "notificationEmails"
>;

/** The state of a new application. */
export const withoutSaml: SamlState = {
	singleSignOnMode: null,
	identifiers: [],
	replyUrls: [],
	signingThumbprint: null,
	certificates: [],
	notificationEmails: [],
};

const day = 24 * 3_600_000;

/** Plans Entra's side of single sign-on. `now`: milliseconds since 1970. */
export function planSaml(actual: SamlState, desired: DesiredSaml, now: number): Planned<SamlChange> {
	const details: string[] = [];
	const { identifier, notificationEmails } = desired;
	// The guide begins with the identifier in place of the reply URL that Sumo Logic shows later.
	const reply = desired.replyUrl ?? actual.replyUrls[0] ?? identifier;
	const change: { -readonly [Name in keyof SamlChange]: SamlChange[Name] } = {};
	if (actual.singleSignOnMode !== "saml") {
		change.mode = "saml";
		details.push("Set the single sign-on mode to SAML.");
	}
	if (!actual.identifiers.includes(identifier)) {
		change.identifiers = [identifier, ...actual.identifiers];
		details.push(`Set the identifier ${identifier}.`);
	}
	if (actual.replyUrls[0] !== reply) {
		change.replyUrls = [reply, ...actual.replyUrls.filter((url) => url !== reply && url !== identifier)];
		details.push(`Set the reply URL ${reply}.`);
	}
	const inUse = certificateInUse(actual, now);
	if (inUse === undefined) {
		const [other] = actual.certificates
			.filter(({ end }) => end > now + day)
			.toSorted((a, b) => b.end - a.end);
		change.certificate = other === undefined ? "new" : { use: other.thumbprint };
		details.push(
			other === undefined
				? "Create a signing certificate and use it."
				: `Use the signing certificate ${other.thumbprint}.`,
		);
	}
	if (notificationEmails && !sameTexts(notificationEmails, actual.notificationEmails)) {
		change.notificationEmails = notificationEmails;
		details.push(`Send notifications about the certificate to ${notificationEmails.join(", ")}.`);
	}
	const notes = sparesOf(actual.certificates, inUse, now);
	if (details.length === 0) return asItShouldBe("SAML is set up.", ...expiryOf(inUse, now), ...notes);
	const action = actual.singleSignOnMode === "saml" ? "update" : "create";
	return { action, details: [...details, ...notes], change };
}

/** The certificate that signs, if it has not expired. */
export function certificateInUse(
	{ certificates, signingThumbprint }: Pick<EnterpriseApplication, "certificates" | "signingThumbprint">,
	now: number,
): SigningCertificate | undefined {
	return certificates.find(
		({ thumbprint, end }) => thumbprint === signingThumbprint?.toUpperCase() && end > now,
	);
}

function expiryOf(certificate: SigningCertificate | undefined, now: number): readonly string[] {
	if (certificate === undefined || certificate.end > now + 60 * day) return [];
	return [`The signing certificate expires on ${new Date(certificate.end).toISOString().slice(0, 10)}.`];
}

/**
 * Valid certificates beside the one in use: left by two setups at the same time, or prepared by someone for a rollover. Which of the two
 * is not known, so that they are named and never removed.
 */
function sparesOf(
	certificates: readonly SigningCertificate[],
	inUse: SigningCertificate | undefined,
	now: number,
): readonly string[] {
	if (inUse === undefined) return [];
	const spares = certificates.filter(({ thumbprint, end }) => thumbprint !== inUse.thumbprint && end > now);
	const named = new Map(spares.map(({ thumbprint, end }) => [thumbprint, new Date(end).toISOString()]));
	return [...named].map(
		([thumbprint, end]) =>
			`The signing certificate ${thumbprint}, valid until ${end.slice(0, 10)}, is not in use. Unless it is there for a rollover, remove it in Entra (Enterprise applications, Single sign-on, SAML certificates).`,
	);
}

function sameTexts(one: readonly string[], other: readonly string[]): boolean {
	return one.length === other.length && one.every((text) => other.includes(text));
}
