import type { Profile } from "../../config/profile.ts";
import { connectionAdvice } from "../../http/connection-advice.ts";
import { HttpFailure } from "../../http/http-failure.ts";

/** What to do after a source could not be read: where no answer came, about the connection, otherwise about what was entered. */
export function sourceAdvice(
	error: unknown,
	type: Profile["source"]["type"],
	isDemoRunning: boolean,
): string {
	const failure = failureBelow(error);
	if (failure !== undefined) {
		const advice = adviceByKind(failure);
		if (advice !== undefined) return advice;
	}
	switch (type) {
		case "file":
			return "Correct the file or its path, then test again.";
		case "entra":
			return "Check tenant, client and application, and that the client has permission to read users and assignments.";
		case "demo":
			return isDemoRunning ? "" : "Run `sumo-provision demo`.";
	}
}

function adviceByKind({ kind }: HttpFailure): string | undefined {
	switch (kind) {
		case "proxy":
			return connectionAdvice.proxy;
		case "tls":
			return connectionAdvice.tls;
		case "network":
		case "timeout":
		case "host-unknown":
			return connectionAdvice.unreachable;
		default:
			return undefined;
	}
}

function failureBelow(error: unknown): HttpFailure | undefined {
	let cause = error;
	for (let depth = 0; cause instanceof Error && depth < 8; depth++) {
		if (cause instanceof HttpFailure) return cause;
		cause = cause.cause;
	}
	return undefined;
}
