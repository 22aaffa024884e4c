import { defaultResetScopes } from "../../../setup/reset-scope.ts";
import { planStart, type StartChange } from "../../../setup/start.ts";
import { asItShouldBe, blocked, type Planned } from "../../../setup/step.ts";
import { type FirstUserChange, planFirstUser, provisionFirstUser } from "./first-user.ts";
import type { SetupState } from "./setup-state.ts";
import { type SetupStep, waiting } from "./setup-step.ts";
import { StepBlocked } from "./step-blocked.ts";

/** What the last step does: starts the job, and provisions one user. */
type StartAndProve = {
	readonly start: StartChange | undefined;
	readonly firstUser: FirstUserChange | undefined;
	/** What was found about the user when none is provisioned, one sentence each. */
	readonly notes: readonly string[];
};

/** Starts the job, and provisions one user on demand to prove that it works. */
export const startStep: SetupStep<StartAndProve> = { id: "start", plan, carryOut };

const nothingToProve: Planned<FirstUserChange> = { action: "none", details: [] };

async function plan(state: SetupState): Promise<Planned<StartAndProve>> {
	if (state.desired.job === null) return asItShouldBe("The file leaves Entra's provisioning job as it is.");
	const { start, firstUser } = state.desired.job;
	if (state.app === undefined) return waiting("app");
	if (state.job === undefined) return waiting("job");
	const planned = planStart(state.job?.job ?? null, start, state.changed);
	const proves = start && firstUser !== false && planned.action !== "blocked";
	const proof = proves
		? await planFirstUser(
				state.parts,
				{ named: firstUser, scope: state.desired.scope },
				state.app,
				state.signal,
			)
		: nothingToProve;
	if ((planned.change ?? proof.change) !== undefined && state.app !== null) {
		const problem = await state.parts.startProblem(state.app);
		if (problem !== null) return blocked(problem);
	}
	if (proof.action === "blocked") return blocked(...planned.details, ...proof.details);
	const action = planned.action === "none" && proof.change !== undefined ? "update" : planned.action;
	const details = [...planned.details, ...proof.details];
	const missing = proof.missing === undefined ? {} : { missing: proof.missing };
	if (planned.change === undefined && proof.change === undefined) return { action, details, ...missing };
	return {
		action,
		details,
		...missing,
		change: { start: planned.change, firstUser: proof.change, notes: proof.details },
	};
}

async function carryOut(
	state: SetupState,
	{ start, firstUser, notes }: StartAndProve,
	report: (...details: readonly string[]) => void,
): Promise<void> {
	const jobs = state.parts.jobs(state.existing());
	const { id } = state.job?.job ?? {};
	if (id === undefined)
		throw new StepBlocked("The provisioning job to start does not exist: complete the step job first.");
	const begin = async () => {
		if (start === "start") await jobs.start(id, state.signal);
		if (start === "restart") await jobs.restart(id, defaultResetScopes, state.signal);
		if (start !== undefined) await state.parts.started(id);
	};
	const started = start === undefined ? "The job is running." : `The job was ${start}ed.`;
	const unknown = start === undefined ? [] : [state.parts.notSeen];
	if (firstUser === undefined) {
		await begin();
		report(started, ...notes, ...unknown);
		return;
	}
	const named = state.desired.job?.firstUser;
	const prove = () =>
		provisionFirstUser(state.parts, firstUser, {
			named: named === false ? undefined : named,
			scope: state.desired.scope,
			app: state.existing(),
			justAssigned: state.justAssigned,
			signal: state.signal,
		});
	const done = await beforeTheFirstCycle(prove, begin);
	report(started, done, ...unknown);
}

/**
 * Provisions one user before the job is started: its first cycle would create the same account at the same time, and one of the two would
 * fail. On demand needs the credentials only. The job is started also when the user cannot be provisioned.
 *
 * @see https://learn.microsoft.com/entra/identity/app-provisioning/provision-on-demand
 */
async function beforeTheFirstCycle(
	prove: () => Promise<string>,
	begin: () => Promise<void>,
): Promise<string> {
	const done = await prove().catch(async (error: unknown) => {
		if (error instanceof StepBlocked) await begin();
		throw error;
	});
	await begin();
	return done;
}
