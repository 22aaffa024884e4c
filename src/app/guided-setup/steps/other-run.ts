import { DirectoryError } from "../../../ports/source/directory.ts";
import type { EnterpriseApplication } from "../../../setup/application.ts";
import { isOn } from "../../../setup/job-status.ts";
import type { SetupState } from "./setup-state.ts";

/** An application that is younger than this, in ms, and was not created by this run may be one that another run is setting up. */
const youngMs = 2 * 60_000;

/** Milliseconds between two looks at the application. */
const lookPauseMs = 5_000;

/** Looks in a row without a change after which no other run is assumed. */
const quietLooks = 3;

const maxLooks = 60;

/**
 * Whether another run may be setting up the application right now. Entra has no lock: only its age shows it, and where a run of this home
 * created it, whether that one has ended.
 */
export async function mayBeSetUpByAnother({ app, isOwn, parts }: SetupState): Promise<boolean> {
	if (isOwn || app === null || app === undefined) return false;
	return Math.abs(parts.now() - app.created) < youngMs && !(await parts.creations.isLeft(app.id));
}

/**
 * Waits until the other run has started the job, or has changed nothing for some looks, and reads the application again. Two runs that
 * write the same steps at the same time would undo what the other one wrote.
 */
export async function waitForOtherRun(state: SetupState): Promise<void> {
	const { parts, signal } = state;
	const { id } = state.existing();
	let before = "";
	let quiet = 0;
	for (let look = 1; look <= maxLooks; look++) {
		const app = await parts.applications.read(id, signal);
		state.app = app;
		const job = await jobOf(state, app);
		if (job !== null && isOn(job)) return;
		const now = JSON.stringify([app, job]);
		quiet = now === before ? quiet + 1 : 0;
		if (quiet === quietLooks) return;
		before = now;
		await parts.pause(look, lookPauseMs, signal);
	}
}

/** Null when there is none, or the sign-in may not see it. */
async function jobOf({ parts, signal }: SetupState, app: EnterpriseApplication) {
	try {
		return await parts.jobs(app).find(signal);
	} catch (error) {
		if (error instanceof DirectoryError && error.code === "forbidden") return null;
		throw error;
	}
}
