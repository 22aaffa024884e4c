import type { HttpFailure } from "../../http/http-failure.ts";
import { DirectoryError } from "../../ports/source/directory.ts";

/**
 * A request to Graph without a complete answer.
 *
 * @param request method and path, for people: `GET /users/delta`
 * @param sentId the client-request-id that was sent
 */
export function connectionFailure(failure: HttpFailure, request: string, sentId: string): DirectoryError {
	const trace = `Request ID: ${sentId}.`;
	if (failure.kind === "too-large")
		return new DirectoryError(
			"unavailable",
			`${request}: ${failure.message}, which no page of Graph is. ${trace}`,
			failure,
		);
	return new DirectoryError(
		"network",
		`${request}: ${failure.message}${adviceFor(failure)} ${trace}`,
		failure,
	);
}

/** How the sentence ends. */
function adviceFor({ kind, systemCode }: HttpFailure): string {
	if (kind === "host-unknown" && systemCode !== "EAI_AGAIN") return ". Check the Graph URL.";
	return systemCode === "ECONNREFUSED" && kind === "network" ? ". Check the Graph URL." : ".";
}
