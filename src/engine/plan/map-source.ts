import type { Source } from "../../attributes/source-value.ts";
import { MappingFailure } from "../../mapping/user/errors.ts";
import { decideUnique, type MappingEnvironment, mapUser } from "../../mapping/user/map-user.ts";
import type { MappedUser } from "../../mapping/user/mapped-user.ts";
import type { Accounts } from "./accounts/match.ts";
import type { Rules } from "./rules.ts";

type MappingGiven = { readonly rules: Rules; readonly environment: MappingEnvironment };

/** Sees the user through the mappings; a failure is a result, since it is the user's own. */
export function mapSource(source: Source, { rules, environment }: MappingGiven): MappedUser | MappingFailure {
	try {
		return mapUser(rules.mappings, source, environment);
	} catch (error) {
		if (error instanceof MappingFailure) return error;
		throw error;
	}
}

/** The same for a user without an account, with values that no account has where the mappings ask for such. */
export async function mapNewSource(
	source: Source,
	{ rules, accounts, environment }: MappingGiven & { readonly accounts: Accounts },
): Promise<MappedUser | MappingFailure> {
	const isTaken = async (target: string, value: string) => (await accounts.find(target, value)).length > 0;
	try {
		return await decideUnique(rules.mappings, source, isTaken, environment);
	} catch (error) {
		if (error instanceof MappingFailure) return error;
		throw error;
	}
}
