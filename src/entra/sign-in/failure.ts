import type { HttpFailure } from "../../http/http-failure.ts";
import { DirectoryError } from "../../ports/source/directory.ts";
import { errorMessage } from "../../text/error-message.ts";
import { plainText } from "../../text/plain-text.ts";
import type { Refusal } from "./transport.ts";

/** Application and tenant of a sign-in, for messages. */
export type SignInNames = {
	readonly tenantId: string;
	readonly clientId: string;
	readonly authorityHost: string;
	/** Of the certificate, for a sign-in with one: SHA-1 in hexadecimal digits. */
	readonly thumbprint?: string;
};

/**
 * Meaning and fix for each code of the sign-in service.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
const meanings: Readonly<Record<string, (names: SignInNames, text: string) => string>> = {
	"7000222": ({ clientId }) =>
		`The client secret of the application ${clientId} has expired. Create a new one in Entra (App registrations, Certificates & secrets) and enter its value here.`,
	"7000215": ({ clientId }) =>
		`The client secret is not one of the application ${clientId}. Enter the secret's value, which Entra shows once, and not its id.`,
	"90002": ({ tenantId }) =>
		`The tenant ${tenantId} does not exist in this cloud. Copy the tenant id from Entra's overview page.`,
	"900023": ({ tenantId }) =>
		`"${tenantId}" is neither a tenant id nor a domain name. Copy the tenant id from Entra's overview page.`,
	"900021": ({ tenantId }) =>
		`"${tenantId}" is neither a tenant id nor a domain name. Copy the tenant id from Entra's overview page.`,
	"700016": ({ clientId, tenantId }) =>
		`The tenant ${tenantId} has no application ${clientId}. Copy the application (client) id from App registrations, and check the tenant id.`,
	"700038": ({ clientId }) =>
		`"${clientId}" is not an application id. Copy the application (client) id from App registrations.`,
	"7000112": ({ clientId }) =>
		`The application ${clientId} is disabled in Entra. Enable it for users to sign in, or use another application.`,
	"700027": ({ clientId, thumbprint = "of this sign-in" }) =>
		`The certificate ${thumbprint} is not registered for the application ${clientId}, or does not match what is registered. Add it in Entra (App registrations, Certificates & secrets, Certificates), or run: az ad app credential reset --id ${clientId} --cert @certificate.pem --append`,
	"700024": () =>
		"Entra accepts the certificate's signature only for some minutes, and the clock of this machine is wrong. Set it (NTP).",
	"70021": noFederatedCredential,
	"700211": noFederatedCredential,
	"700213": noFederatedCredential,
	"7000218": ({ clientId }) =>
		`The application ${clientId} does not allow sign-in with a device code. Allow public client flows in Entra (App registrations, Authentication), or run: az ad app update --id ${clientId} --is-fallback-public-client true`,
	"7000229": ({ clientId, tenantId }) =>
		`The application ${clientId} has no service principal in the tenant ${tenantId}. Run: az ad sp create --id ${clientId}`,
	"500011": ({ tenantId, authorityHost }) =>
		`The tenant ${tenantId} does not have the Microsoft Graph of this Graph URL, which belongs to another cloud than ${hostOf(authorityHost)}. Choose the tenant's cloud: with the source of the profile, --cloud, or tenant.cloud in a setup file.`,
	"500014": ({ tenantId }) =>
		`Microsoft Graph is disabled in the tenant ${tenantId}. Enable its service principal in Entra (Enterprise applications, Microsoft applications, Properties).`,
	"53002": () =>
		"A Conditional Access policy of the tenant requires an approved client application. Ask an administrator to exempt the application or the user.",
	"53003": () =>
		"A Conditional Access policy of the tenant blocks this sign-in. Ask an administrator to exempt the application, the user or this network; policies can also block device codes.",
	"53000": () =>
		"A Conditional Access policy of the tenant requires a compliant device. Sign in from a managed device.",
	"53001": () =>
		"A Conditional Access policy of the tenant requires a domain-joined device. Sign in from one.",
	"50076": () => multiFactor,
	"50079": () => multiFactor,
	"50158": () => multiFactor,
	"50074": () => multiFactor,
	"53004": () =>
		"The user has to register for multi-factor authentication, which Entra refuses because of suspicious activity. Sign in from a known device or location, or ask an administrator.",
	"530003": () =>
		"A Conditional Access policy of the tenant requires a managed device. Sign in from a managed device.",
	"530032": () => securityPolicy,
	"530034": () => securityPolicy,
	"50078": () => signInAgain,
	"50173": () => signInAgain,
	"70043": () => signInAgain,
	"70044": () => signInAgain,
	"700082": () => signInAgain,
	"700084": () => signInAgain,
	"50034": ({ tenantId }) =>
		`The tenant ${tenantId} does not have this user. Check the user name and the tenant id.`,
	"50053": () =>
		"The user is locked after too many failed sign-ins, or signs in from a blocked address. Wait, then try again.",
	"50055": () =>
		"The password of the user has expired. Sign in to https://myaccount.microsoft.com and change it.",
	"50057": () =>
		"The user is disabled in Entra. Enable the user (Users, the user, Account status), or sign in as another one.",
	"50126": () => "The user name or password is wrong.",
	"50105": ({ clientId }) =>
		`The user is not assigned to the application ${clientId}, which requires an assignment. Assign the user in Entra (Enterprise applications, Users and groups).`,
	"50020": otherTenant,
	"90072": otherTenant,
	"65001": ({ clientId }) =>
		`No administrator or user has consented to the permissions of the application ${clientId}. An administrator can grant consent in Entra (App registrations, API permissions).`,
	"90094": ({ clientId }) =>
		`Only an administrator can consent to the permissions of the application ${clientId}. An administrator can grant consent in Entra (App registrations, API permissions).`,
	"65004": () => "The user declined the permissions that the application asks for.",
};

/** The token of a workload is from an issuer, for a subject or an audience that no federated credential has. */
function noFederatedCredential({ clientId }: SignInNames, text: string): string {
	const named = (what: string) => {
		const [, value = ""] = new RegExp(`${what}: '([^']*)'`).exec(text) ?? [];
		return value === "" ? "" : ` ${what.toLowerCase()} ${plainText(value, 200)}`;
	};
	const parts = [named("Issuer"), named("Subject"), named("Audience")].filter((part) => part !== "");
	const token = parts.length === 0 ? "the token of this workload" : `a token with${parts.join(",")}`;
	return `No federated credential of the application ${clientId} accepts ${token}. Add one in Entra (App registrations, Certificates & secrets, Federated credentials) with exactly these values.`;
}

function otherTenant({ tenantId }: SignInNames): string {
	return `The user does not belong to the tenant ${tenantId}. Sign in with a user of this tenant.`;
}

function hostOf(url: string): string {
	return URL.canParse(url) ? new URL(url).host : url;
}

const signInAgain =
	"The user's login has expired, was revoked, or is older than a Conditional Access policy allows. Sign in again.";

const securityPolicy =
	"A security policy of the tenant blocks this sign-in. Ask an administrator which one, and to exempt the application, the user or this network.";

/** Codes about what is entered for a sign-in: tenant, application, secret, certificate. */
const enteredCodes: ReadonlySet<string> = new Set(
	"7000222 7000215 700016 700038 700027 90002 900021 900023 500011".split(" "),
);

const multiFactor =
	"A Conditional Access policy of the tenant requires multi-factor authentication. Sign in again, or with a kind of sign-in that can do it, such as a device code.";

/** Meaning and fix for each error of a sign-in with a device code (RFC 8628 §3.5), in Entra's and MSAL's words. */
const deviceCodeErrors: Readonly<Record<string, string>> = {
	authorization_declined:
		"The sign-in was declined in the browser. Nothing was changed. Try again to get a new code.",
	access_denied: "The sign-in was declined in the browser. Nothing was changed. Try again to get a new code.",
	expired_token: "The code expired before it was entered. Try again to get a new one.",
	device_code_expired: "The code expired before it was entered. Try again to get a new one.",
	bad_verification_code: "Entra does not recognize the code of this sign-in. Try again to get a new one.",
};

/** MSAL's codes for a failed lookup of the tenant's endpoints. */
const unreachable = /endpoints_resolution|openid_config|network_error/i;

/**
 * Converts an error of @azure/identity. Neither message nor cause may hold the secret: Entra does not repeat it,
 * and the library's error, which may hold the request, is dropped.
 *
 * @param connection the failed connection, when there was no answer
 * @param refusal the last answer, of which the library's error may hold only a part
 */
export function signInFailure(
	error: unknown,
	names: SignInNames,
	connection?: HttpFailure,
	refusal?: Refusal,
): DirectoryError {
	if (error instanceof DirectoryError) return error;
	if (connection !== undefined)
		return new DirectoryError("network", `Signing in to Entra failed: ${connection.message}.`, connection);
	const own = errorMessage(error);
	const byDeviceCode = Object.entries(deviceCodeErrors).find(
		([word]) => refusal?.error === word || own.includes(word),
	);
	if (byDeviceCode !== undefined) return new DirectoryError("unauthorized", byDeviceCode[1]);
	const text = /AADSTS\d/.test(own) ? own : refusal?.description || own;
	const code = /AADSTS(\d+)/.exec(text)?.[1];
	const meaning = code === undefined ? undefined : meanings[code]?.(names, text);
	if (meaning !== undefined) {
		const type = enteredCodes.has(code ?? "") ? "enter-source-credentials" : "none";
		return new DirectoryError("unauthorized", `${meaning} (AADSTS${code})`, undefined, { type });
	}
	if (code !== undefined) {
		const said = /AADSTS\d+: (.*?)( Trace ID| Correlation ID|$)/s.exec(text)?.[1] ?? text;
		return new DirectoryError(
			"unauthorized",
			`Entra refused the sign-in: ${plainText(said, 300)} (AADSTS${code})`,
		);
	}
	if (unreachable.test(text)) {
		const { host } = new URL(names.authorityHost);
		return new DirectoryError(
			"network",
			`Signing in to Entra failed: ${host} could not be reached, or has no tenant ${names.tenantId}. Check the network, the proxy, and the tenant id.`,
		);
	}
	return new DirectoryError("unauthorized", `Signing in to Entra failed: ${plainText(text, 300)}`);
}
