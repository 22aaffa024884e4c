import { plainText } from "../text/plain-text.ts";
import { HttpFailure, type HttpFailureKind } from "./http-failure.ts";

const unknownHost = new Set(["ENOTFOUND", "EAI_NODATA", "EAI_NONAME"]);
const neverConnected = new Set([
	"EAI_AGAIN",
	"ECONNREFUSED",
	"ENETUNREACH",
	"EHOSTUNREACH",
	"EADDRNOTAVAIL",
	"ERR_INVALID_CHAR",
]);
const certificate =
	/^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|CERT_|ERR_TLS_|ERR_SSL_|HOSTNAME_MISMATCH|INVALID_CA|EPROTO)/;

/** Certificates that another store of trusted authorities may vouch for. */
const untrusted = /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_)/;

/** Node's code at the bottom of an error: `ECONNREFUSED`, `CERT_HAS_EXPIRED`. */
export function systemCode(error: unknown): string | undefined {
	for (let cause = error, depth = 0; cause instanceof Error && depth < 8; depth++) {
		if (cause instanceof AggregateError && cause.errors.length > 0) cause = cause.errors[0];
		if (cause instanceof Error && "code" in cause && typeof cause.code === "string") return cause.code;
		cause = cause instanceof Error ? cause.cause : undefined;
	}
	return undefined;
}

/** Whether no trusted authority signed the certificate, rather than that it is expired or for another host. */
export function isUntrusted(failure: HttpFailure): boolean {
	return failure.kind === "tls" && untrusted.test(failure.systemCode ?? "");
}

/** What a connection without a complete answer means. `host` is for people: `api.us2.sumologic.com`; so is `proxy`. */
export function connectionFailure(error: unknown, host: string, proxy?: string): HttpFailure {
	const code = systemCode(error) ?? "";
	const [kind, message] = meaning(code, host, error);
	const way = proxy === undefined || kind === "tls" ? "" : `, through the proxy ${proxy}`;
	return new HttpFailure(kind, `${message}${way}`, {
		systemCode: code === "" ? undefined : code,
		neverSent: kind === "tls" || kind === "host-unknown" || neverConnected.has(code),
		// A name that does not exist will not exist a second later; a resolver that is busy may answer.
		isPassing: kind === "timeout" || kind === "network" || code === "EAI_AGAIN",
		cause: error,
	});
}

function meaning(code: string, host: string, error: unknown): [HttpFailureKind, string] {
	if (unknownHost.has(code)) return ["host-unknown", `the host ${host} is unknown`];
	if (code === "EAI_AGAIN")
		return ["host-unknown", `the name ${host} could not be looked up; check the network and the DNS server`];
	if (certificate.test(code))
		return ["tls", `no trusted TLS connection to ${host}: ${certificateWords(code)} (${code})`];
	if (code === "ECONNREFUSED") return ["network", `${host} refuses the connection: nothing listens there`];
	if (code === "ENETUNREACH" || code === "EHOSTUNREACH")
		return ["network", `${host} is unreachable from this machine; check network, VPN, and proxy`];
	if (code === "ETIMEDOUT")
		return ["timeout", `${host} did not accept the connection in time; check network, firewall, and proxy`];
	if (code === "HPE_HEADER_OVERFLOW")
		return ["network", `the headers of the answer of ${host} are longer than 16 KiB`];
	if (/^HPE_/.test(code)) return ["network", `${host} answers with something other than HTTP (${code})`];
	const words = code === "" ? deepestWords(error) : code;
	return ["network", `the connection to ${host} broke off before the answer was complete (${words})`];
}

function certificateWords(code: string): string {
	if (code === "CERT_HAS_EXPIRED")
		return "its certificate has expired, or this machine's clock is ahead; check the clock";
	if (code === "CERT_NOT_YET_VALID") return "its certificate is not valid yet; check this machine's clock";
	if (code === "ERR_TLS_CERT_ALTNAME_INVALID" || code === "HOSTNAME_MISMATCH")
		return "its certificate is for another host";
	if (code.startsWith("ERR_SSL") || code === "EPROTO") return "the server does not speak TLS as expected";
	if (code === "UNABLE_TO_VERIFY_LEAF_SIGNATURE")
		return `${untrustedWords(ofAuthority)}; a public server may not send its intermediate certificate, which its owner must add`;
	return untrustedWords(code === "DEPTH_ZERO_SELF_SIGNED_CERT" ? "its certificate file" : ofAuthority);
}

const ofAuthority = "the certificate file of that authority, not of the server";

function untrustedWords(file: string): string {
	return `this machine trusts no authority that signed its certificate; for a private authority or an inspecting proxy, set --ca-file (the setting caFile) or NODE_EXTRA_CA_CERTS to ${file}`;
}

function deepestWords(error: unknown): string {
	if (!(error instanceof Error)) return plainText(String(error), 100);
	return error.cause === undefined ? plainText(error.message, 100) : deepestWords(error.cause);
}
