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
	/** A new certificate to use, an existing one to use, or the next one, which is used once Sumo Logic has it. */
	readonly certificate?: "new" | "next" | { readonly use: string };
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

/** How far this machine's clock may be behind Entra's, by which a certificate that was just created begins. */
const clockTolerance = 3_600_000;

/** Days before the end of a credential from which on it is named, and setup replaces the certificate that signs. */
export const noticeDays = 30;

/**
 * Plans Entra's side of single sign-on. `now`: milliseconds since 1970.
 *
 * @param rollsOver whether Sumo Logic's side is changed here too, so that the next certificate can be there before Entra signs with it
 */
export function planSaml(
	actual: SamlState,
	desired: DesiredSaml,
	now: number,
	rollsOver: boolean,
): Planned<SamlChange> {
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
	const rollover = rolloverOf(actual, now);
	if (rollsOver && rollover !== undefined && rollover.next === undefined) {
		change.certificate = "next";
		details.push(
			`Create the next signing certificate: the one in use expires on ${dateOf(rollover.inUse.end)}.`,
		);
	}
	if (notificationEmails && !sameTexts(notificationEmails, actual.notificationEmails)) {
		change.notificationEmails = notificationEmails;
		details.push(`Send notifications about the certificate to ${notificationEmails.join(", ")}.`);
	}
	const next = rollsOver ? rollover?.next : undefined;
	const notes = [
		...(next === undefined ? [] : [`The next signing certificate, ${next.thumbprint}, is there.`]),
		...(rollover === undefined || rollsOver ? [] : [byHand]),
		...sparesOf(actual.certificates, [inUse, next], now),
	];
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

/** The certificate that signs, and the one that replaces it. */
export type Rollover = {
	readonly inUse: SigningCertificate;
	/** Undefined while it has not been created. */
	readonly next: SigningCertificate | undefined;
};

/** What replaces the certificate in use before it expires; undefined while that is not due. `now`: milliseconds since 1970. */
export function rolloverOf(
	actual: Pick<EnterpriseApplication, "certificates" | "signingThumbprint">,
	now: number,
): Rollover | undefined {
	const inUse = certificateInUse(actual, now);
	const soon = now + noticeDays * day;
	if (inUse === undefined || inUse.end >= soon) return undefined;
	const [next] = actual.certificates
		.filter(({ start, end }) => start <= now + clockTolerance && end >= soon)
		// Two runs that each created one choose the same.
		.toSorted((a, b) => b.end - a.end || (a.thumbprint < b.thumbprint ? -1 : 1));
	return { inUse, next };
}

const byHand =
	"Sumo Logic's side is not changed from here, so the certificate is not replaced before it expires: docs/permissions.md has the steps.";

function expiryOf(certificate: SigningCertificate | undefined, now: number): readonly string[] {
	if (certificate === undefined || certificate.end > now + 60 * day) return [];
	return [`The signing certificate expires on ${dateOf(certificate.end)}.`];
}

/**
 * Valid certificates beside those that are used: left by two setups at the same time, or prepared by someone for a rollover. Which of the
 * two is not known, so that they are named and never removed. The previous one, which expires soon, is neither.
 */
function sparesOf(
	certificates: readonly SigningCertificate[],
	used: readonly (SigningCertificate | undefined)[],
	now: number,
): readonly string[] {
	if (used[0] === undefined) return [];
	const usedThumbprints = new Set(used.map((one) => one?.thumbprint));
	const spares = certificates.filter(
		({ thumbprint, end }) => !usedThumbprints.has(thumbprint) && end >= now + noticeDays * day,
	);
	const named = new Map(spares.map(({ thumbprint, end }) => [thumbprint, dateOf(end)]));
	return [...named].map(
		([thumbprint, end]) =>
			`The signing certificate ${thumbprint}, valid until ${end}, is not in use. Unless it is there for a rollover, remove it in Entra (Enterprise applications, Single sign-on, SAML certificates).`,
	);
}

function dateOf(time: number): string {
	return new Date(time).toISOString().slice(0, 10);
}

function sameTexts(one: readonly string[], other: readonly string[]): boolean {
	return one.length === other.length && one.every((text) => other.includes(text));
}
