/** An operation on the target that failed, with an error code of the provisioning log. */
export class TargetFailure extends Error {
	readonly code: string;
	/** The HTTP status; 0 without an answer. */
	readonly status: number;

	constructor(code: string, message: string, status = 0) {
		super(message);
		this.name = "TargetFailure";
		this.code = code;
		this.status = status;
	}
}

/**
 * The error code of a status.
 *
 * @see https://learn.microsoft.com/entra/identity/monitoring-health/howto-analyze-provisioning-logs
 */
export function failureOf(status: number, answer: string): TargetFailure {
	const code =
		codes[status] ??
		(status >= 500 ? "InternalServerError" : "SystemForCrossDomainIdentityManagementServiceIncompatible");
	return new TargetFailure(
		code,
		`The target answered with status ${status}: ${answer.slice(0, 500)}`,
		status,
	);
}

const codes: Readonly<Record<number, string>> = {
	401: "Unauthorized",
	403: "InsufficientRights",
	404: "InvalidAnchor",
	405: "MethodNotAllowed",
	409: "Conflict",
	422: "UnprocessableEntity",
	429: "TooManyRequests",
	501: "NotImplemented",
};
