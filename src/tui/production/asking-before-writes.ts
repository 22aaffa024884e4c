import type { Session } from "../../app/session.ts";
import type { WriteKind } from "../context/write-approval.ts";
import { usersAndGroups } from "../text/users-and-groups.ts";
import type { Approvals } from "./approvals.ts";

/** Of Entra's job: in direct mode, they write nothing. */
const ofJobOnly: ReadonlySet<WriteKind> = new Set(["restart", "retry", "mapping", "scope"]);

/** Whether the operator is asked before writes of this kind. */
export function asksBefore(session: Pick<Session, "profile" | "provisioning">, kind: WriteKind): boolean {
	return session.profile().production && (!ofJobOnly.has(kind) || session.provisioning.mode() === "hosted");
}

/**
 * A session that asks before each method that writes to the target, to Entra, or makes a job do so, while the profile is marked as
 * production. Screens need not know: what they call waits for the answer. What stops or pauses provisioning never asks.
 */
export function askingBeforeWrites(session: Session, approvals: Approvals): Session {
	const { provisioning, people, accounts, deactivated, handOver, entraSetup, jobSchema, settings } = session;

	const whoOf = async (ids: readonly string[]) => {
		const all = await people.list();
		const types = new Map(all.map(({ id, type }) => [id, type]));
		return usersAndGroups(ids.map((id) => ({ type: types.get(id) ?? "User" })));
	};

	/** `what`: what a call would write; null for nothing. */
	const guarded =
		<Args extends readonly unknown[], Result>(
			kind: WriteKind,
			what: string | ((...args: NoInfer<Args>) => string | null | Promise<string>),
			write: (...args: Args) => Promise<Result>,
		) =>
		(...args: Args): Promise<Result> => {
			if (!asksBefore(session, kind)) return write(...args);
			const text = typeof what === "string" ? what : what(...args);
			return text === null ? write(...args) : approvals.during(kind, text, () => write(...args));
		};

	return {
		...session,
		provisioning: {
			...provisioning,
			setEnabled: guarded(
				"turnOn",
				(enabled) => (enabled ? "Turn provisioning on" : null),
				provisioning.setEnabled,
			),
			runNow: guarded("run", "Run a cycle", provisioning.runNow),
			restart: guarded("restart", "Restart Entra's job", provisioning.restart),
			reset: guarded("reset", "Restart Entra's job", provisioning.reset),
			allowDeletions: guarded("allow", "Allow the held-back deletions", provisioning.allowDeletions),
			retryNow: guarded("retry", "Retry failed users in Entra's job", provisioning.retryNow),
			onDemand: guarded(
				"onDemand",
				(_user, { perform }) => (perform ? "Provision on demand" : null),
				provisioning.onDemand,
			),
		},
		people: {
			...people,
			assign: guarded("assign", async (ids, _role) => `Assign ${await whoOf(ids)}`, people.assign),
			unassign: guarded("unassign", async (ids) => `Unassign ${await whoOf(ids)}`, people.unassign),
			undo: guarded("undo", "Undo a change of assignments", people.undo),
		},
		accounts: {
			...accounts,
			compare: guarded("repair", ({ repair }) => (repair ? "Repair drift" : null), accounts.compare),
		},
		deactivated: {
			...deactivated,
			delete: guarded("delete", "Delete an account", deactivated.delete),
			deleteAndProvision: guarded(
				"deleteAndProvision",
				"Delete an account and create it again",
				deactivated.deleteAndProvision,
			),
			recreate: guarded("recreate", "Create a deleted account again", deactivated.recreate),
		},
		handOver: { ...handOver, perform: guarded("handOver", "Hand the accounts over", handOver.perform) },
		entraSetup: {
			...entraSetup,
			run: guarded("setUp", ({ apply }) => (apply ? "Apply the setup" : null), entraSetup.run),
		},
		jobSchema: {
			...jobSchema,
			push: guarded("push", "Change mappings and scope of Entra's job", jobSchema.push),
		},
		rules: async () => {
			const { mapping, scope } = await session.rules();
			return {
				mapping: {
					...mapping,
					save: guarded("mapping", "Change a mapping of Entra's job", mapping.save),
					remove: guarded("mapping", "Remove a mapping of Entra's job", mapping.remove),
					movePrecedence: guarded("mapping", "Change the matching of Entra's job", mapping.movePrecedence),
					restore: guarded("mapping", "Restore the rules of Entra's job", mapping.restore),
					restoreDefaults: guarded(
						"mapping",
						"Restore the default mappings of Entra's job",
						mapping.restoreDefaults,
					),
					importSchema: guarded("mapping", "Import the mappings of Entra's job", mapping.importSchema),
				},
				scope: { ...scope, save: guarded("scope", "Change the scope of Entra's job", scope.save) },
			};
		},
		settings: {
			...settings,
			change: guarded(
				"stopAsking",
				(id, _text, _seen?: string) =>
					id === "production" ? "Stop asking before writes to this target" : null,
				settings.change,
			),
		},
	};
}
