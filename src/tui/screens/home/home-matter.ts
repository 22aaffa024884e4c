import type { ProvisioningStatus } from "../../../app/provisioning/provisioning.ts";
import type { ExpiringCredential } from "../../../app/source/expiring-credentials.ts";
import type { LogEntry, LogIdentity } from "../../../ports/log/log-entry.ts";
import { changesHeldBack, type OpenMatter } from "../../../ports/open-matter.ts";
import { counted } from "../../../text/counted.ts";

type Common = Pick<
	OpenMatter,
	"since" | "attempts" | "nextAttempt" | "reason" | "recommendedAction" | "remedy"
>;

/** A row of what needs the operator: an open matter, or a part or summary of several. */
export type HomeMatter =
	| OpenMatter
	| (Common &
			(
				| {
						readonly kind: "heldBackUser";
						readonly user: NonNullable<LogIdentity>;
						/** The entry that says what is held back. */
						readonly entry: LogEntry;
				  }
				| { readonly kind: "missingRole"; readonly role: string; readonly users: readonly string[] }
				| { readonly kind: "drift"; readonly count: number }
				| { readonly kind: "expires"; readonly name: string; readonly expiresAt: number }
			));

/**
 * What needs the operator, in the order of the rows: what concerns all users, then missing roles, failing users, changes held back with one row
 * per user, drift, and credentials that expire soon.
 *
 * @param heldBack the entries of what is held back, as far as they are read
 */
export function homeMatters(
	{ openMatters, drift }: Pick<ProvisioningStatus, "openMatters" | "drift">,
	heldBack: readonly LogEntry[],
	expiring: readonly ExpiringCredential[] = [],
): readonly HomeMatter[] {
	const held = changesHeldBack(openMatters);
	const perUser = held === undefined ? [] : heldBack.flatMap((entry) => heldBackUser(held, entry));
	const all = openMatters.flatMap((matter): readonly HomeMatter[] => {
		if (matter.kind !== "changesHeldBack" || perUser.length === 0) return [matter];
		return matter.count > perUser.length ? [matter, ...perUser] : perUser;
	});
	const firstUser = all.findIndex(({ kind }) => kind === "userFails");
	const at = firstUser === -1 ? all.length : firstUser;
	return [
		...all.slice(0, at),
		...missingRoles(openMatters),
		...all.slice(at),
		...driftMatter(drift),
		...expiring.map(expiryMatter),
	];
}

function heldBackUser(
	held: Extract<OpenMatter, { readonly kind: "changesHeldBack" }>,
	entry: LogEntry,
): readonly HomeMatter[] {
	const user = entry.source ?? entry.target;
	if (user === null) return [];
	const { since, nextAttempt, recommendedAction, remedy, allowed } = held;
	const deletes = entry.action === "StagedDelete";
	const what = `he ${deletes ? "deletion" : "deactivation"} of the account`;
	const cause = causeOf(entry);
	return [
		{
			...{ kind: "heldBackUser", user, entry, since, attempts: null, nextAttempt, recommendedAction, remedy },
			reason: allowed
				? `T${what} is allowed, and made in the next cycle.`
				: `${cause === null ? "T" : `${cause}: t`}${what} is held back.`,
		},
	];
}

/** Why a change was planned, from its step "processing": `No scoping filter matches the user`; null when the step has no cause. */
function causeOf({ steps }: LogEntry): string | null {
	const planned = steps.find(({ type }) => type === "processing")?.description ?? "";
	const cause = /^[^:]+ the account: (.+?)\.?$/su.exec(planned)?.[1];
	return cause === undefined ? null : cause.charAt(0).toUpperCase() + cause.slice(1);
}

/** One row for each role that users fail for. */
function missingRoles(matters: readonly OpenMatter[]): readonly HomeMatter[] {
	const byRole = new Map<string, Extract<OpenMatter, { readonly kind: "userFails" }>[]>();
	for (const matter of matters) {
		if (matter.kind !== "userFails" || matter.remedy.type !== "create-role") continue;
		const { role } = matter.remedy;
		if (role !== null) byRole.set(role, [...(byRole.get(role) ?? []), matter]);
	}
	return [...byRole].map(([role, users]): HomeMatter => {
		const attempts = users.flatMap(({ nextAttempt }) => nextAttempt ?? []);
		return {
			kind: "missingRole",
			role,
			users: users.map(({ user }) => user.id),
			since: Math.min(...users.map(({ since }) => since)),
			attempts: null,
			nextAttempt: attempts.length === 0 ? null : Math.min(...attempts),
			reason: `${counted(users.length, "user fails", "users fail")}: Sumo Logic has no role "${role}".`,
			recommendedAction: "Create the role in Sumo Logic, or map to a role that exists.",
			remedy: { type: "create-role", role },
		};
	});
}

function driftMatter(drift: ProvisioningStatus["drift"]): readonly HomeMatter[] {
	if (drift == null || drift.found === 0) return [];
	const { found: count, readAt: since } = drift;
	return [
		{
			...{ kind: "drift", count, since, attempts: null, nextAttempt: null },
			reason: `${counted(count, "account differs", "accounts differ")} from what was provisioned: changed outside sumo-provision.`,
			recommendedAction: "Compare again to see the differences, then repair them or fix their causes.",
			remedy: { type: "repair-drift" },
		},
	];
}

function expiryMatter({ expiresAt, ...credential }: ExpiringCredential): HomeMatter {
	return {
		...{ kind: "expires", ...credential, expiresAt },
		...{ since: expiresAt, attempts: null, nextAttempt: null },
	};
}
