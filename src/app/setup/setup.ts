import type { Remedy } from "../../ports/errors/remedy.ts";

/** The steps of Sumo Logic's guide, in its order. */
export const setupStepIds = ["credentials", "signOn", "people", "mappings", "provisioning"] as const;
export type SetupStepId = (typeof setupStepIds)[number];

/** Titles of the steps. */
export const setupTitles: Readonly<Record<SetupStepId, string>> = {
	credentials: "Access key and Test Connection",
	signOn: "Single sign-on in Sumo Logic",
	people: "Users and groups",
	mappings: "Attribute mappings and roles",
	provisioning: "Provisioning",
};

/** The current state of a setup step. Nothing about it is stored, so setup can be interrupted and continued at any time. */
export type SetupStep = {
	readonly id: SetupStepId;
	/**
	 * `attention`: works, but differs from the guide. `waiting`: another step comes first. `unchecked`: the access key may not
	 * read it, which provisioning does not need.
	 */
	readonly state: "ready" | "attention" | "failed" | "waiting" | "unchecked";
	/** What was found and what to do about it, one or two sentences each, without control characters. Never empty. */
	readonly findings: readonly string[];
	/** What helps and is not in `findings`: console and command line each name their own key or command. */
	readonly remedy?: Remedy;
};

/** Checks whether a profile is set up as Sumo Logic's guide describes, by trying each step. */
export interface Setup {
	/**
	 * Checks every step; `onStep` gets each one as soon as it is known. Reads source and target, writes nothing. A failure is a
	 * finding; rejects only with the reason of an aborted signal.
	 *
	 * @see https://help.sumologic.com/docs/manage/security/scim/provision-from-microsoft-entra-id/
	 */
	readonly check: (options?: {
		readonly signal?: AbortSignal;
		readonly onStep?: (step: SetupStep) => void;
	}) => Promise<readonly SetupStep[]>;
}
