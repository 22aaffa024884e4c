import type { Session } from "../../app/session.ts";
import { counted } from "../../text/counted.ts";

/** Asks for the target's name before something is written; rejects with an `AbortError` when the operator cancels. `what`: a verb with its object. */
export type Ask = (what: string) => Promise<void>;

/**
 * A session that asks before each method that writes to the target, to Entra, or makes a job do so, while the profile is marked as
 * production. Screens need not know: what they call waits for the answer. What stops or pauses provisioning never asks.
 */
export function askingBeforeWrites(session: Session, ask: Ask): Session {
	const approvals = createApprovals(ask);
	const { provisioning, people, accounts, deactivated, handOver, entraSetup, settings } = session;
	const isProduction = () => session.profile().production;
	const isHosted = () => provisioning.mode() === "hosted";

	/** `what`: what a call would write; null for nothing. */
	const guarded =
		<Args extends readonly unknown[], Result>(
			what: (...args: NoInfer<Args>) => string | null,
			write: (...args: Args) => Promise<Result>,
		) =>
		(...args: Args): Promise<Result> => {
			const text = isProduction() ? what(...args) : null;
			return text === null ? write(...args) : approvals.during(text, () => write(...args));
		};
	/** Rules are kept here, except those of Entra's job. */
	const ofJob = (what: string) => () => (isHosted() ? `${what} of Entra's job` : null);

	return {
		...session,
		provisioning: {
			...provisioning,
			setEnabled: guarded((enabled) => (enabled ? "Turn provisioning on" : null), provisioning.setEnabled),
			runNow: guarded(() => "Run a cycle", provisioning.runNow),
			restart: guarded(() => (isHosted() ? "Restart Entra's job" : null), provisioning.restart),
			reset: guarded(() => "Restart Entra's job", provisioning.reset),
			allowDeletions: guarded(() => "Allow the held-back deletions", provisioning.allowDeletions),
			retryNow: guarded(
				() => (isHosted() ? "Retry failed users in Entra's job" : null),
				provisioning.retryNow,
			),
			onDemand: guarded(
				(_user, { perform }) => (perform ? "Provision on demand" : null),
				provisioning.onDemand,
			),
		},
		people: {
			...people,
			assign: guarded(
				(ids, _role) => `Assign ${counted(ids.length, "user or group", "users or groups")}`,
				people.assign,
			),
			unassign: guarded(
				(ids) => `Unassign ${counted(ids.length, "user or group", "users or groups")}`,
				people.unassign,
			),
			undo: guarded(() => "Undo a change of assignments", people.undo),
		},
		accounts: {
			...accounts,
			compare: guarded(({ repair }) => (repair ? "Repair drift" : null), accounts.compare),
		},
		deactivated: {
			...deactivated,
			delete: guarded(() => "Delete an account", deactivated.delete),
			deleteAndProvision: guarded(
				() => "Delete an account and create it again",
				deactivated.deleteAndProvision,
			),
			recreate: guarded(() => "Create a deleted account again", deactivated.recreate),
		},
		handOver: { ...handOver, perform: guarded(() => "Hand the accounts over", handOver.perform) },
		entraSetup: {
			...entraSetup,
			run: guarded(({ apply }) => (apply ? "Apply the setup" : null), entraSetup.run),
		},
		rules: async () => {
			const { mapping, scope } = await session.rules();
			return {
				mapping: {
					...mapping,
					save: guarded(ofJob("Change a mapping"), mapping.save),
					remove: guarded(ofJob("Remove a mapping"), mapping.remove),
					movePrecedence: guarded(ofJob("Change the matching"), mapping.movePrecedence),
					restore: guarded(ofJob("Restore the rules"), mapping.restore),
					restoreDefaults: guarded(ofJob("Restore the default mappings"), mapping.restoreDefaults),
					importSchema: guarded(ofJob("Import the mappings"), mapping.importSchema),
				},
				scope: { ...scope, save: guarded(ofJob("Change the scope"), scope.save) },
			};
		},
		settings: {
			...settings,
			change: guarded(
				(id, _text, _seen?: string) =>
					id === "production" ? "Stop asking before writes to this target" : null,
				settings.change,
			),
		},
	};
}

/** An answer, and how many writes wait for it or follow it. */
type Approval = { readonly answer: Promise<void>; writes: number };

/** One answer per action of the operator, which may be several writes: of several users at once or one right after the other. */
function createApprovals(ask: Ask) {
	const approvals = new Map<string, Approval>();
	return {
		async during<Result>(what: string, write: () => Promise<Result>): Promise<Result> {
			const approval = approvals.get(what) ?? { answer: ask(what), writes: 0 };
			approvals.set(what, approval);
			approval.writes += 1;
			try {
				await approval.answer;
				return await write();
			} finally {
				approval.writes -= 1;
				// The next write of a loop begins before this.
				setImmediate(() => {
					if (approval.writes === 0 && approvals.get(what) === approval) approvals.delete(what);
				});
			}
		},
	};
}
