import { randomUUID } from "node:crypto";
import { GraphRefusal } from "../../odata/refusal.ts";
import { TargetFailure } from "./failure.ts";
import { type Connection, ScimTarget } from "./scim-target.ts";

const prefix = "SystemForCrossDomainIdentityManagement";

/** Why a target cannot be used, as `validateCredentials` and a quarantine report it; undefined when it can. */
export interface ConnectionProblem {
	readonly code: string;
	readonly message: string;
}

/** Tests a connection as the portal's Test Connection does: asks for a user that cannot exist. */
export async function testConnection(connection: Connection): Promise<ConnectionProblem | undefined> {
	try {
		await new ScimTarget(connection).find("/Users", "userName", randomUUID());
		return undefined;
	} catch (error) {
		if (!(error instanceof TargetFailure)) throw error;
		const { status, message } = error;
		if (status === 401 || status === 403) {
			return {
				code: `${prefix}InvalidCredentials`,
				message: "The supplied credentials were refused by the target.",
			};
		}
		if (status === 0) {
			return {
				code: `${prefix}CredentialValidationUnavailable`,
				message: `We were unable to validate the credentials: ${message}`,
			};
		}
		return { code: `${prefix}CredentialValidationFailure`, message };
	}
}

/** Rejects with a GraphRefusal when the target cannot be used. */
export async function validate(connection: Connection): Promise<void> {
	const problem = await testConnection(connection);
	if (problem) throw new GraphRefusal(400, problem.code, problem.message);
}
