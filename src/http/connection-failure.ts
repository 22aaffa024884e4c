import { ScimError, type ScimErrorCode, type ScimErrorDetails } from "../scim/errors.ts";
import { plainText } from "../text/plain-text.ts";

const unknownHost = new Set(["ENOTFOUND", "EAI_NODATA", "EAI_NONAME"]);
const neverConnected = new Set([
	...unknownHost,
	"EAI_AGAIN",
	"ECONNREFUSED",
	"ENETUNREACH",
	"EHOSTUNREACH",
	"EADDRNOTAVAIL",
	"UND_ERR_CONNECT_TIMEOUT",
]);
const certificate =
	/^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|CERT_|ERR_TLS_|ERR_SSL_|HOSTNAME_MISMATCH|INVALID_CA|EPROTO)/;

/** Node's code for what is at the bottom of a failed fetch: `ECONNREFUSED`, `CERT_HAS_EXPIRED`. */
export function systemCode(error: unknown): string | undefined {
	for (let cause = error, depth = 0; cause instanceof Error && depth < 8; depth++) {
		if (cause instanceof AggregateError && cause.errors.length > 0) cause = cause.errors[0];
		if (cause instanceof Error && "code" in cause && typeof cause.code === "string") return cause.code;
		cause = cause instanceof Error ? cause.cause : undefined;
	}
	return undefined;
}

/** True when the request cannot have reached the server, so that repeating it is safe whatever it was. */
export function neverSent(error: ScimError): boolean {
	const code = systemCode(error.cause);
	return (
		error.code === "tls" || error.code === "host-unknown" || (code !== undefined && neverConnected.has(code))
	);
}

/** True when the server may have done what was asked, though we have no usable answer. */
export function answerLost(error: ScimError): boolean {
	if (error.code === "timeout" || error.code === "network") return !neverSent(error);
	if (error.code === "unavailable") return true;
	return error.code === "not-scim" && error.status !== undefined && error.status < 300;
}

/** What a fetch that gave no answer means. `host` is for people: `api.us2.sumologic.com`. */
export function connectionFailure(error: unknown, host: string, details: ScimErrorDetails): ScimError {
	const code = systemCode(error) ?? "";
	const [kind, message] = meaning(code, host, error);
	return new ScimError(kind, `${details.request ?? "Request"}: ${message}`, { ...details, cause: error });
}

function meaning(code: string, host: string, error: unknown): [ScimErrorCode, string] {
	if (unknownHost.has(code))
		return ["host-unknown", `the host ${host} is unknown. Check the name in the SCIM URL.`];
	if (code === "EAI_AGAIN")
		return ["host-unknown", `the name ${host} could not be looked up. Check the network and the DNS server.`];
	if (certificate.test(code))
		return ["tls", `no trusted TLS connection to ${host}: ${certificateWords(code)} (${code}).`];
	if (code === "ECONNREFUSED")
		return ["network", `${host} refuses the connection: nothing listens there. Check host and port.`];
	if (code === "ENETUNREACH" || code === "EHOSTUNREACH")
		return ["network", `no way to ${host} from this machine. Check network, VPN and proxy.`];
	if (code === "UND_ERR_CONNECT_TIMEOUT" || code === "ETIMEDOUT")
		return ["timeout", `${host} did not take the connection in time. Check network, firewall and proxy.`];
	const words = code === "" ? deepestWords(error) : code;
	return ["network", `the connection to ${host} broke off before the answer was complete (${words}).`];
}

function certificateWords(code: string): string {
	if (code === "CERT_HAS_EXPIRED") return "its certificate has expired";
	if (code === "CERT_NOT_YET_VALID") return "its certificate is not valid yet; check this machine's clock";
	if (code === "ERR_TLS_CERT_ALTNAME_INVALID" || code === "HOSTNAME_MISMATCH")
		return "its certificate is for another host";
	if (code.startsWith("ERR_SSL") || code === "EPROTO") return "the server does not speak TLS as expected";
	return "its certificate is signed by nobody this machine trusts; behind an inspecting proxy, set NODE_EXTRA_CA_CERTS";
}

function deepestWords(error: unknown): string {
	if (!(error instanceof Error)) return plainText(String(error), 100);
	return error.cause === undefined ? plainText(error.message, 100) : deepestWords(error.cause);
}
