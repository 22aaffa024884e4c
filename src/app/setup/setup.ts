/** The steps of Sumo Logic's guide, in its order. */
export const setupStepIds = ["credentials", "signOn", "people", "mappings", "provisioning"] as const;
export type SetupStepId = (typeof setupStepIds)[number];

/** What people call the steps. */
export const setupTitles: Readonly<Record<SetupStepId, string>> = {
	credentials: "Access key and Test Connection",
	signOn: "Single sign-on in Sumo Logic",
	people: "Users and groups",
	mappings: "Attribute mappings and roles",
	provisioning: "Provisioning",
};

/** A step of the set-up as it is now; nothing of it is remembered, so that it can be left and taken up at any time. */
export type SetupStep = {
	readonly id: SetupStepId;
	/** `attention`: it works, and something is not as the guide wants it. `waiting`: another step comes first. */
	readonly state: "ready" | "attention" | "failed" | "waiting";
	/** What was found and what to do about it, a sentence or two each, cleaned of control characters. Never empty. */
	readonly findings: readonly string[];
};

/** Looks whether a profile is set up as Sumo Logic's guide asks: by really trying each step, not by asking whether it was done. */
export interface Setup {
	/**
	 * Checks every step; `tell` hears of each as soon as it is known. Reads source and target, writes nothing. What goes wrong is
	 * a finding; rejects only with the reason of an aborted signal.
	 *
	 * @see https://help.sumologic.com/docs/manage/security/scim/provision-from-microsoft-entra-id/
	 */
	readonly check: (options?: {
		readonly signal?: AbortSignal;
		readonly tell?: (step: SetupStep) => void;
	}) => Promise<readonly SetupStep[]>;
}
