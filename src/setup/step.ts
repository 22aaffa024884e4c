/** The steps of the guide, in the order in which they are carried out. */
export const stepIds = ["app", "saml", "sumo-saml", "roles", "assignments", "job", "start"] as const;
export type StepId = (typeof stepIds)[number];

/** `none`: as it should be. `blocked`: cannot be done or checked; the detail says why and what to do. */
export type StepAction = "create" | "update" | "none" | "blocked";

/** What a step would do, or did. */
export type StepReport = {
	readonly step: StepId;
	readonly action: StepAction;
	readonly detail: string;
	/** What is missing although the step is as the file asks, as a sentence: without it no user is provisioned. */
	readonly missing?: string;
};

/** What is missing after all steps; null when nothing is. A later step knows it better. */
export function missingAfter(steps: readonly StepReport[]): string | null {
	return steps.findLast(({ missing }) => missing !== undefined)?.missing ?? null;
}

/** What one step would do, with what carrying it out needs. `change` is absent when nothing is to be written. */
export type Planned<Change> = {
	readonly action: StepAction;
	/** One sentence for each finding or change. Never empty. */
	readonly details: readonly string[];
	readonly change?: Change;
	/** As in `StepReport`. */
	readonly missing?: string;
};

/** Nothing to do. */
export function asItShouldBe(...details: readonly string[]): Planned<never> {
	return { action: "none", details };
}

/** Cannot be done. */
export function blocked(...details: readonly string[]): Planned<never> {
	return { action: "blocked", details };
}
