import type { NewLogEntry } from "../../../ports/log/log-entry.ts";
import type { ScimUser } from "../../../scim/resource.ts";
import type { EnterpriseApplication } from "../../../setup/application.ts";
import { asItShouldBe, type Planned } from "../../../setup/step.ts";
import { nameOf, principalNameOf, type SourceUser } from "../../../source/source-user.ts";
import { type ChosenUser, chooseFirstUser, type FirstUserChoice } from "./choose-first-user.ts";
import type { SetupParts } from "./setup-parts.ts";
import { StepBlocked } from "./step-blocked.ts";

/** The user to provision on demand; null for one that is only known once users are assigned. */
export type FirstUserChange = { readonly user: SourceUser | null };

/** An assignment that was just made is not effective at once; ms between two attempts, and how often. */
const assignmentPauseMs = 15_000;
const assignmentAttempts = 8;

/**
 * Plans the last step of the guide: one user provisioned on demand, and read back from Sumo Logic.
 *
 * @param app null when it does not exist yet
 */
export async function planFirstUser(
	parts: SetupParts,
	choice: FirstUserChoice,
	app: EnterpriseApplication | null,
	signal: AbortSignal | undefined,
): Promise<Planned<FirstUserChange>> {
	const { named } = choice;
	const chosen = app === null ? null : await chooseFirstUser(parts, choice, app, signal);
	if (chosen?.type === "none") return { ...asItShouldBe(chosen.reason), missing: chosen.reason };
	const user = chosen?.user ?? null;
	const account = user === null ? undefined : await accountOf(parts, user, signal);
	if (user !== null && account !== undefined)
		return asItShouldBe(`The account of "${nameOf(user)}" exists in Sumo Logic: ${describe(account)}.`);
	const who = user === null ? (named ?? "one assigned user") : `"${nameOf(user)}" (${principalNameOf(user)})`;
	return {
		action: "create",
		details: [`Provision ${who} on demand, and read the account from Sumo Logic.`],
		change: { user },
	};
}

export type FirstUserOptions = FirstUserChoice & {
	readonly app: EnterpriseApplication;
	/** Whether users were assigned just now, which Entra's job may see later. */
	readonly justAssigned: boolean;
	readonly signal: AbortSignal | undefined;
};

/** Provisions the user and reads the account. Returns what was done. Throws `StepBlocked` with the reason when Entra does not. */
export async function provisionFirstUser(
	parts: SetupParts,
	{ user: planned }: FirstUserChange,
	options: FirstUserOptions,
): Promise<string> {
	const { app, signal } = options;
	const chosen: ChosenUser = planned
		? { type: "user", user: planned }
		: await chooseFirstUser(parts, options, app, signal);
	if (chosen.type === "none") return chosen.reason;
	const { user } = chosen;
	const name = nameOf(user);
	const entry = await provisionWhenAssigned(parts, user, options);
	const account =
		(entry.target && (await parts.sumo.accounts.get(entry.target.id, signal))) ??
		(await accountOf(parts, user, signal));
	if (account !== undefined)
		return `Provisioned "${name}" on demand. Sumo Logic shows the account: ${describe(account)}.`;
	const outcome =
		entry.status === "skipped" ? `skipped (${entry.skipReason ?? "no reason given"})` : "provisioned";
	throw new StepBlocked(
		`Entra reports "${name}" as ${outcome}, but Sumo Logic has no such account. Check the provisioning log.`,
	);
}

async function provisionWhenAssigned(
	parts: SetupParts,
	user: SourceUser,
	{ app, justAssigned, signal }: FirstUserOptions,
): Promise<NewLogEntry> {
	const provision = parts.onDemand(app);
	for (let attempt = 1; ; attempt++) {
		const entry = await provision(user.id, signal);
		if (entry.status === "failure")
			throw new StepBlocked(
				`Entra could not provision "${nameOf(user)}". ${[entry.error?.reason, entry.error?.recommendedAction].filter(Boolean).join(" ")}`,
			);
		if (entry.status !== "skipped" || !/Entitled|Assigned/i.test(entry.skipReason ?? "")) return entry;
		if (isSeenAsAssigned(entry))
			throw new StepBlocked(
				`Entra sees that "${nameOf(user)}" is assigned to the application, but does not provision the user: a scoping filter excludes the user, or sign-in is disabled. Change the filter (scope), or name another user under job.firstUser.`,
			);
		if (!justAssigned)
			throw new StepBlocked(
				`"${nameOf(user)}" is not assigned to the application, or a scoping filter excludes the user (${entry.skipReason}). Assign the user under assignments, or name another one under job.firstUser.`,
			);
		if (attempt === assignmentAttempts)
			throw new StepBlocked(
				`Entra does not see the assignment of "${nameOf(user)}" yet, which can take some minutes. Run the command again.`,
			);
		await parts.pause(attempt, assignmentPauseMs, signal);
	}
}

/**
 * Whether the step of scoping shows the assignment, so that waiting for it changes nothing.
 *
 * @see https://learn.microsoft.com/graph/api/synchronization-synchronizationjob-provisionondemand
 */
function isSeenAsAssigned({ steps }: NewLogEntry): boolean {
	return steps.some(({ type, details = [] }) => {
		const assigned = details.find(({ name }) => name === "Assigned");
		return type === "scoping" && /^true$/i.test(assigned?.value ?? "");
	});
}

/** The account with the user's user principal name or mail address as its user name. */
async function accountOf(
	{ sumo }: SetupParts,
	user: SourceUser,
	signal: AbortSignal | undefined,
): Promise<ScimUser | undefined> {
	const { mail } = user.attributes;
	const names = new Set([principalNameOf(user), ...(typeof mail === "string" ? [mail] : [])]);
	for (const name of names) {
		const [account] = name === "" ? [] : await sumo.accounts.find("userName", name, signal);
		if (account !== undefined) return account;
	}
	return undefined;
}

function describe({ userName, active, roles }: ScimUser): string {
	const values = Array.isArray(roles) ? roles : [];
	const names = values.flatMap((role) =>
		typeof role === "object" && role !== null && "value" in role && typeof role.value === "string"
			? [role.value]
			: [],
	);
	return [
		userName,
		active ? "active" : "inactive",
		...(names.length === 0 ? [] : [`role ${names.join(", ")}`]),
	].join(", ");
}
