import type { AreaId } from "../../entra/permissions/check-permissions.ts";
import { DirectoryError } from "../../ports/source/directory.ts";
import { blocked, type Planned, type StepId, type StepReport } from "../../setup/step.ts";
import { errorMessage } from "../../text/error-message.ts";
import { appStep } from "./steps/app-step.ts";
import { assignmentsStep } from "./steps/assignments-step.ts";
import type { DesiredSetup } from "./steps/desired-setup.ts";
import { jobStep } from "./steps/job-step.ts";
import { mayBeSetUpByAnother, waitForOtherRun } from "./steps/other-run.ts";
import { rolesStep } from "./steps/roles-step.ts";
import { samlStep } from "./steps/saml-step.ts";
import type { SetupParts } from "./steps/setup-parts.ts";
import { SetupState } from "./steps/setup-state.ts";
import type { SetupStep } from "./steps/setup-step.ts";
import { startStep } from "./steps/start-step.ts";
import { StepBlocked } from "./steps/step-blocked.ts";
import { sumoSamlStep } from "./steps/sumo-saml-step.ts";

export type RunOptions = {
	/** Whether steps are carried out, not only planned. */
	readonly apply: boolean;
	/** The last step to plan and carry out; default: all. */
	readonly until?: StepId | undefined;
	readonly signal?: AbortSignal | undefined;
	/** Called with each step as soon as it is planned or carried out. */
	readonly onStep?: ((step: StepReport) => void) | undefined;
};

/** A step was not carried out to its end. What is done stays, and repeating the command continues from there. */
export class SetupStepError extends Error {
	override readonly name = "SetupStepError";
	readonly step: StepId;

	constructor(step: StepId, cause: unknown) {
		super(`${step}: ${errorMessage(cause)} What is done stays; to continue, run the command again.`, {
			cause,
		});
		this.step = step;
	}
}

/**
 * Plans each step from what is there now and, with `apply`, carries it out before the next one is planned. So a run that ended
 * half-way is completed by the next one, and a run on a finished setup writes nothing.
 *
 * Steps that cannot be done are reported as blocked, and later steps go as far as they can.
 * Rejects with `SetupStepError` when a write or a read fails, and with the signal's reason when aborted.
 */
export async function runSteps(
	parts: SetupParts,
	desired: DesiredSetup,
	{ apply, until, signal, onStep }: RunOptions,
): Promise<readonly StepReport[]> {
	const state = new SetupState(parts, desired, signal);
	const reports: StepReport[] = [];
	const failureOf = (id: StepId, error: unknown) => (signal?.aborted ? error : new SetupStepError(id, error));
	const missingFor = async (id: StepId) => {
		const area = writtenAreas[id];
		return area === null ? null : parts.missingPermission(area, signal);
	};
	const run = async <Change>({ id, plan, carryOut }: SetupStep<Change>): Promise<void> => {
		signal?.throwIfAborted();
		if (reports.at(-1)?.step === until && until !== undefined) return;
		let planned: Planned<Change>;
		try {
			planned = await plan(state).catch(blockedIfForbidden);
			const missing = planned.change === undefined ? null : await missingFor(id);
			if (missing !== null) {
				const details = [...planned.details, `This sign-in cannot do it: ${missing}`];
				planned = apply ? blocked(...details) : { ...planned, details };
				if (apply) state.app ??= undefined;
			}
			if (apply && planned.change !== undefined) {
				let { details } = planned;
				await carryOut(state, planned.change, (...done) => {
					details = done;
				});
				planned = { ...planned, details };
			}
		} catch (error) {
			if (!(error instanceof StepBlocked)) throw failureOf(id, error);
			planned = blocked(error.message);
		}
		const waits = apply && id === "app" && (await mayBeSetUpByAnother(state));
		const details = waits ? [...planned.details, otherRun] : planned.details;
		const report = {
			...{ step: id, action: planned.action, detail: details.join(" ") },
			...(planned.missing === undefined ? {} : { missing: planned.missing }),
		};
		reports.push(report);
		onStep?.(report);
		if (!waits || until === id) return;
		await waitForOtherRun(state).catch((error: unknown) => {
			throw failureOf(id, error);
		});
	};
	await run(appStep);
	if (apply && state.app) await parts.appFound(state.app);
	await run(samlStep);
	await run(sumoSamlStep);
	await run(rolesStep);
	await run(assignmentsStep);
	await run(jobStep);
	await run(startStep);
	return reports;
}

const otherRun =
	"It was created a moment ago, not by this run: if another run is setting it up, this one continues when that has ended.";

/** What a step writes in Entra; null for Sumo Logic. */
const writtenAreas = {
	app: "app",
	saml: "app",
	"sumo-saml": null,
	roles: "app",
	assignments: "assign",
	job: "job",
	start: "job",
} as const satisfies Readonly<Record<StepId, AreaId | null>>;

/** A missing permission blocks a step; anything else fails the run. */
function blockedIfForbidden(error: unknown): Planned<never> {
	if (error instanceof DirectoryError && ["forbidden", "invalid", "not-found"].includes(error.code))
		return blocked(error.message);
	throw error;
}
