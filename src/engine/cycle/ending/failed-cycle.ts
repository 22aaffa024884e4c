import type { ProvisioningError } from "../../../ports/errors/error-code.ts";
import { remedyOf } from "../../../ports/errors/remediable-error.ts";
import { DirectoryError } from "../../../ports/source/directory.ts";
import type { JobState } from "../../../ports/store/job-state.ts";
import { StoreError } from "../../../ports/store/store-error.ts";
import { ScimError } from "../../../scim/errors.ts";
import { ScopeError } from "../../../scoping/errors.ts";
import { errorMessage } from "../../../text/error-message.ts";
import { classifyError } from "../../errors/classify-error.ts";
import { provisioningError } from "../../errors/error-catalog.ts";

type FailedCycles = NonNullable<JobState["failedCycles"]>;

/** Why a cycle failed as a whole, in the terms of the log: the whole message, with the server's own words. */
export function cycleError(error: unknown): ProvisioningError {
	const message = errorMessage(error);
	if (error instanceof ScimError) {
		const answer = error.detail ?? "";
		const isQuoted = answer === "" || message.includes(answer);
		const reason = isQuoted ? message : `${message} The target answered: ${answer}`;
		const explained = classifyError(error, allUsers);
		return { ...explained, reason, recommendedAction: adviceForCycle(error, explained) };
	}
	const remedy = remedyOf(error);
	const known = remedy === null || remedy.type === "none" ? {} : { remedy };
	if (remedy?.type === "check-source-file") {
		const advice = "Fix the file, or write it again. Then run the cycle again.";
		return provisioningError("SourceUnavailable", message, { advice, remedy });
	}
	if (remedy?.type === "set-up-application") {
		const advice = "Create the application, or correct its name. Then run the cycle again.";
		return provisioningError("SourceUnavailable", message, { advice, remedy });
	}
	if (error instanceof DirectoryError) {
		// A service that throttles or fails: nothing is wrong with the credentials.
		const advice = error.code === "unavailable" ? { advice: adviceForOutage } : {};
		return provisioningError("SourceUnavailable", message, { ...advice, ...known });
	}
	if (error instanceof StoreError) return provisioningError("StoreFailed", message, known);
	if (remedy?.type === "enter-credentials") return provisioningError("InvalidCredentials", message, known);
	if (remedy?.type === "enter-source-credentials")
		return provisioningError("SourceUnavailable", message, known);
	if (remedy?.type === "pause-hosted-job") return provisioningError("HostedJobOn", message);
	// A file of the home, whose error names it: other causes of a cycle that only has to be repeated are not known here.
	if (remedy?.type === "run-cycle") return provisioningError("StoreFailed", message);
	if (error instanceof ScopeError) return provisioningError("ScopeInvalid", message, known);
	return provisioningError("InternalServerError", `Unexpected: ${message}`, {
		advice: "If it happens again, report it with this entry.",
		remedy: { type: "run-cycle" },
		...known,
	});
}

const adviceForOutage =
	"No action needed if it is temporary: the next cycle tries again. If it keeps failing, test the connection.";

/** The advice for a cycle: it is run again, and no user waits for an attempt. */
function adviceForCycle({ code: cause }: ScimError, { code, recommendedAction }: ProvisioningError): string {
	if (cause === "not-scim")
		return "Test the connection: a proxy or a sign-in page may be answering in place of the target.";
	if (code === "InternalServerError" || code === "Timeout") return adviceForOutage;
	return recommendedAction;
}

/** The subject of an error that concerns the whole cycle. */
export const allUsers = { who: "any user", userName: "", roles: [] };

/** The failed cycles after one more. `now` in milliseconds since 1970. */
export function afterFailedCycle(
	previous: FailedCycles | null,
	cycleId: string,
	error: ProvisioningError,
	now: number,
): FailedCycles {
	const since = previous === null ? now : Math.min(previous.since, now);
	return { cycleId, since, lastFailed: now, attempts: (previous?.attempts ?? 0) + 1, error };
}
