import type { Command } from "../../../keys/command.ts";

/** What the key acts on. */
export type CompareView = {
	/** Whether users come from Entra ID, which alone has a job. */
	readonly isEntra: boolean;
	readonly compare: () => void;
};

/** The key that compares the profile's rules with those of Entra's job. */
export const compareJobCommands: readonly Command<CompareView>[] = [
	{
		id: "mapping.compareJob",
		means: "check",
		title: "Compare the profile with Entra's job, and push or pull",
		hint: "Entra's job",
		blocked: ({ isEntra }) =>
			isEntra ? null : "The source of this profile is a file: only Entra ID has a job.",
		run: ({ compare }) => compare(),
	},
];
