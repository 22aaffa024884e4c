import type { GraphClient } from "./graph-client.ts";
import { GraphError } from "./graph-error.ts";

/** A refusal that means "not replicated yet", as long as the change is not older than `withinMs`. */
export type Lag = {
	readonly status: number;
	/** Graph's code; any when absent. */
	readonly code?: RegExp;
	/** What Graph's message contains; anything when absent. */
	readonly detail?: RegExp;
	readonly withinMs: number;
};

/**
 * What Graph may answer after a change because its replicas do not have it yet.
 * A true refusal looks the same, so each is repeated for a limited time only.
 */
export type ConsistencyPolicy = {
	/** The change, for messages: `the application was created`. */
	readonly after: string;
	readonly lags: readonly Lag[];
};

/** Between two attempts, ms. Microsoft's own instructions say 5 to 10 seconds. */
const everyMs = 5_000;

const minute = 60_000;

/**
 * Known delays, from the reference's own polling and from what the Terraform provider for Entra repeats.
 *
 * @see https://learn.microsoft.com/graph/application-saml-sso-configure-api and hashicorp/terraform-provider-azuread
 */
export const policies = {
	/** Everything below a new application or service principal. A missing permission is also 403 or 401: it is not waited for as long. */
	newApplication: {
		after: "the application was created",
		lags: [
			{ status: 404, withinMs: 10 * minute },
			{ status: 409, withinMs: 2 * minute },
			{ status: 403, withinMs: minute },
			// Scripts that create jobs get a 401 with an undocumented code. A refused token has a code of its own.
			{ status: 401, code: /^(?!InvalidAuthenticationToken)/, withinMs: minute },
			{ status: 400, detail: /not a valid reference update/i, withinMs: 2 * minute },
			{ status: 400, code: /^HostNameNotOnVerifiedDomain$/, withinMs: 2 * minute },
		],
	},
	/** An identifier on a foreign domain is accepted once the sign-on mode SAML has arrived everywhere. */
	newSignOnMode: {
		after: "the sign-on mode was set",
		lags: [{ status: 400, code: /^HostNameNotOnVerifiedDomain$/, withinMs: 2 * minute }],
	},
	/** A role that was disabled may be changed or removed only when that has arrived everywhere. */
	disabledRole: {
		after: "the app role was disabled",
		lags: [{ status: 400, code: /^CannotDeleteOrUpdateEnabledEntitlement$/, withinMs: 2 * minute }],
	},
	/** The assignment of a role that was added a moment ago, or of a principal created a moment ago. */
	newAssignment: {
		after: "the app roles were changed",
		lags: [
			{ status: 400, detail: /was not found on application/i, withinMs: 2 * minute },
			{ status: 400, detail: /not a valid reference update/i, withinMs: 2 * minute },
			{ status: 404, withinMs: minute },
		],
	},
	/** Everything below a provisioning job that was created a moment ago, also on an application that is not new. */
	newJob: {
		after: "the provisioning job was created",
		lags: [{ status: 404, withinMs: 2 * minute }],
	},
	/** A signing certificate that was added a moment ago. */
	newCertificate: {
		after: "the signing certificate was added",
		lags: [
			{ status: 400, withinMs: minute },
			{ status: 404, withinMs: minute },
		],
	},
} as const satisfies Readonly<Record<string, ConsistencyPolicy>>;

/**
 * Calls until the answer is no longer one of these delays, or the delay is longer than known.
 * Rejects with the last `GraphError`, or with the signal's reason when aborted.
 */
export async function eventually<T>(
	client: Pick<GraphClient, "pause">,
	given: readonly ConsistencyPolicy[],
	call: () => Promise<T>,
	signal: AbortSignal | undefined,
): Promise<T> {
	for (let attempt = 1; ; attempt++) {
		try {
			return await call();
		} catch (error) {
			const lag =
				error instanceof GraphError && given.flatMap(({ lags }) => lags).find((one) => fits(one, error));
			if (!lag || attempt * everyMs > lag.withinMs) throw error;
			await client.pause(attempt, everyMs, signal);
		}
	}
}

function fits({ status, code, detail }: Lag, error: GraphError): boolean {
	return (
		error.status === status &&
		(code === undefined || code.test(error.graphCode)) &&
		(detail === undefined || detail.test(error.detail))
	);
}
