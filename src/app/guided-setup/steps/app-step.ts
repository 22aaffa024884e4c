import { planApplication } from "../../../setup/application.ts";
import { createOnce } from "./create-once.ts";
import type { SetupState } from "./setup-state.ts";
import type { SetupStep } from "./setup-step.ts";

type AppChange = { readonly type: "create" } | { readonly type: "tag"; readonly tags: readonly string[] };

/** Finds the enterprise application, or creates it from the template. */
export const appStep: SetupStep<AppChange> = { id: "app", plan, carryOut };

async function plan(state: SetupState) {
	const { app } = state.desired;
	const found = await state.parts.applications.find(app, state.signal);
	const planned = planApplication(found, app);
	if (planned.action !== "blocked") state.app = found;
	return planned;
}

async function carryOut(state: SetupState, change: AppChange) {
	const { applications } = state.parts;
	const { app } = state.desired;
	if (change.type === "create") {
		const { application, isOwn } = await createApplication(state);
		state.app = application;
		state.isOwn = isOwn;
		if (isOwn) await state.parts.creations.made(application.id);
	}
	const made = state.existing();
	const added = app.tag === undefined || made.tags.includes(app.tag) ? [] : [app.tag];
	const tags = change.type === "tag" ? change.tags : [...made.tags, ...added];
	if (tags.length === made.tags.length) return;
	await applications.patchApplication(made, { tags }, state.signal);
	state.app = { ...made, tags };
}

function createApplication(state: SetupState) {
	const { parts, desired, signal } = state;
	const { applications } = parts;
	return createOnce(
		state,
		`application:${desired.app.name}`,
		async () => {
			const application = await applications.find(desired.app, signal);
			return application === null ? undefined : { application, isOwn: false };
		},
		() => applications.create(desired.app, signal),
	);
}
