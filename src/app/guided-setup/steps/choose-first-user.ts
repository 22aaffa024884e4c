import { ScopeError } from "../../../scoping/errors.ts";
import { type CompiledScope, compileScope } from "../../../scoping/evaluate.ts";
import type { Scope } from "../../../scoping/scope.ts";
import type { EnterpriseApplication } from "../../../setup/application.ts";
import { isEnabled, type SourceUser } from "../../../source/source-user.ts";
import type { SetupParts } from "./setup-parts.ts";

const noUser =
	"No user who can be provisioned is assigned yet: sign-in must be enabled, with an email address.";

const allExcluded = (users: number): string =>
	users === 1
		? "The scoping filters exclude the only assigned user who can be provisioned: change the filters (scope), or assign another user."
		: `The scoping filters exclude all ${users} assigned users that setup checked: change the filters (scope), or name a user in scope under job.firstUser.`;

/** Which user to provision. */
export type FirstUserChoice = {
	/** A user principal name, mail address or object id; undefined: one of the assigned users whom the filters include. */
	readonly named: string | undefined;
	readonly scope: Scope;
};

/** The user, or why no assigned user can be provisioned, as a sentence. */
export type ChosenUser =
	| { readonly type: "user"; readonly user: SourceUser }
	| { readonly type: "none"; readonly reason: string };

/** Chooses the user whom setup provisions on demand. Writes nothing. */
export async function chooseFirstUser(
	parts: Pick<SetupParts, "assignments">,
	{ named, scope }: FirstUserChoice,
	app: EnterpriseApplication,
	signal: AbortSignal | undefined,
): Promise<ChosenUser> {
	if (named !== undefined) return { type: "user", user: await parts.assignments.userNamed(named, signal) };
	const filters = readableFilters(scope);
	const users = await parts.assignments.someUsers(app, filters?.attributes ?? [], signal);
	const able = users.filter((user) => isEnabled(user) && typeof user.attributes.mail === "string");
	if (able.length === 0) return { type: "none", reason: noUser };
	const user = able.find((one) => filters === null || mayPass(filters, one));
	return user === undefined ? { type: "none", reason: allExcluded(able.length) } : { type: "user", user };
}

/** The scoping filters alone; null when they cannot be evaluated here, so that only Entra can say whom they include. */
function readableFilters(scope: Scope): CompiledScope | null {
	return unlessUnreadable(() => compileScope({ ...scope, users: "all" }), null);
}

function mayPass(filters: CompiledScope, user: SourceUser): boolean {
	return unlessUnreadable(() => filters.evaluate(user, []).inScope, true);
}

function unlessUnreadable<T>(evaluate: () => T, otherwise: T): T {
	try {
		return evaluate();
	} catch (error) {
		if (error instanceof ScopeError) return otherwise;
		throw error;
	}
}
