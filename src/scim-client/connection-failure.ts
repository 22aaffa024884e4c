import { HttpFailure, type HttpFailureKind } from "../http/http-failure.ts";
import { ScimError, type ScimErrorCode, type ScimErrorDetails } from "../scim/errors.ts";

/** A refusal by a proxy is a network failure: scripts depend on that code. */
const codes: Record<HttpFailureKind, ScimErrorCode> = {
	status: "unavailable",
	redirect: "moved",
	"too-large": "not-scim",
	timeout: "timeout",
	network: "network",
	"host-unknown": "host-unknown",
	tls: "tls",
	proxy: "network",
};

/** A request without a complete answer, in the terms of SCIM. */
export function connectionFailure(failure: HttpFailure, details: ScimErrorDetails): ScimError {
	const { kind, status, neverSent } = failure;
	return new ScimError(
		codes[kind],
		`${details.request ?? "Request"}: ${failure.message}${adviceFor(failure)}`,
		{
			...details,
			cause: failure,
			neverSent,
			...(kind === "too-large" && status !== undefined ? { status } : {}),
		},
	);
}

/** How the sentence ends. */
function adviceFor({ kind, systemCode }: HttpFailure): string {
	if (kind === "too-large") return ", which no page of users is.";
	if (kind === "host-unknown" && systemCode !== "EAI_AGAIN") return ". Check the name in the SCIM URL.";
	return systemCode === "ECONNREFUSED" && kind === "network" ? ". Check host and port." : ".";
}

/** The failed connection below an error; undefined when the server answered. */
export function connectionOf(error: ScimError): HttpFailure | undefined {
	return error.cause instanceof HttpFailure ? error.cause : undefined;
}

/** True when the server may have done what was asked, though there is no usable answer. */
export function answerLost(error: ScimError): boolean {
	if (error.code === "timeout" || error.code === "network") return connectionOf(error)?.neverSent !== true;
	if (error.code === "unavailable") return true;
	return error.code === "not-scim" && error.status !== undefined && error.status < 300;
}
