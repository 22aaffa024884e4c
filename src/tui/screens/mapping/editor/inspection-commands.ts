import type { Command } from "../../../keys/command.ts";

/** The keys that inspect a mapping: in the list, in the editor, and while typing an expression. */
export const inspectionCommands: readonly Command<{
	readonly explain: () => void;
	readonly tryOn: () => void;
}>[] = [
	{
		id: "mapping.explain",
		keys: ["ctrl+x"],
		title: "Explain the mapping: show the value of each part",
		hint: "explain",
		run: ({ explain }) => explain(),
	},
	{
		id: "mapping.tryOn",
		keys: ["ctrl+t"],
		title: "Try the mapping on users in scope",
		hint: "try on users",
		run: ({ tryOn }) => tryOn(),
	},
];

/** What the keys of a trial act on. */
export type TrialView = {
	readonly changedOnly: boolean;
	readonly toggle: () => void;
	readonly take: () => void;
	readonly close: () => void;
};

const inTrial = "in the table of results";

/** The keys of the table of results. */
export const trialCommands: readonly Command<TrialView>[] = [
	{
		id: "mapping.tryOn.changed",
		keys: ["ctrl+t"],
		means: "view",
		title: "Show all users in scope whose value changes",
		hint: "all changes",
		where: inTrial,
		when: ({ changedOnly }) => !changedOnly,
		run: ({ toggle }) => toggle(),
	},
	{
		id: "mapping.tryOn.first",
		keys: ["ctrl+t"],
		means: "view",
		title: "Show the first users in scope again",
		hint: "first users",
		where: "in the table of changes",
		when: ({ changedOnly }) => changedOnly,
		run: ({ toggle }) => toggle(),
	},
	{
		id: "mapping.tryOn.take",
		keys: ["enter"],
		title: "Preview this user",
		hint: "preview",
		where: inTrial,
		run: ({ take }) => take(),
	},
	{
		id: "mapping.tryOn.close",
		keys: ["escape"],
		means: "leave",
		title: "Back to the mapping",
		hint: "back",
		where: inTrial,
		run: ({ close }) => close(),
	},
];

/** The keys of an explanation, in addition to those for another user. */
export const explanationCommands: readonly Command<() => void>[] = [
	{
		id: "mapping.explain.close",
		keys: ["escape", "ctrl+x"],
		means: "leave",
		title: "Back to the mapping",
		hint: "back",
		where: "in the explanation",
		run: (close) => close(),
	},
];
