import type { HttpFailure } from "../../http/http-failure.ts";
import { DirectoryError } from "../../ports/source/directory.ts";
import { errorMessage } from "../../text/error-message.ts";
import { plainText } from "../../text/plain-text.ts";

/** Application and tenant of a sign-in, for messages. */
export type SignInNames = {
	readonly tenantId: string;
	readonly clientId: string;
	readonly authorityHost: string;
};

/**
 * Meaning and fix for each code of the sign-in service.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
const meanings: Readonly<Record<string, (names: SignInNames) => string>> = {
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
	"53003": () =>
		"A Conditional Access policy of the tenant blocks this sign-in. Let an administrator exempt the application or this network.",
};

/** MSAL's codes for a failed lookup of the tenant's endpoints. */
const unreachable = /endpoints_resolution|openid_config|network_error/i;

/**
 * Converts an error of @azure/identity. Neither message nor cause may hold the secret: Entra does not repeat it,
 * and the library's error, which may hold the request, is dropped.
 *
 * @param connection the failed connection, when there was no answer
 */
export function signInFailure(error: unknown, names: SignInNames, connection?: HttpFailure): DirectoryError {
	if (error instanceof DirectoryError) return error;
	if (connection !== undefined)
		return new DirectoryError("network", `Signing in to Entra failed: ${connection.message}.`, connection);
	const text = errorMessage(error);
	const code = /AADSTS(\d+)/.exec(text)?.[1];
	const meaning = code === undefined ? undefined : meanings[code]?.(names);
	if (meaning !== undefined) return new DirectoryError("unauthorized", `${meaning} (AADSTS${code})`);
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
