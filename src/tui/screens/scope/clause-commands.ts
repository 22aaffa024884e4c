import type { Command } from "../../keys/command.ts";

/** What the keys act on while a clause is edited. */
export type ClauseView = {
	readonly suggesting: boolean;
	/** Whether the cursor keys select an operator. */
	readonly choosing: boolean;
	readonly mark: (by: number) => void;
	readonly acceptSuggestion: () => void;
	readonly move: (by: number) => void;
	/** Goes to the next field; accepts the clause after the last. */
	readonly goOn: () => void;
	readonly done: () => void;
	readonly back: () => void;
};

const where = "editing a clause";
const suggesting = "while attributes are suggested";

/** The keys of a clause. */
export const clauseCommands: readonly Command<ClauseView>[] = [
	{
		id: "scope.clause.take",
		keys: ["tab"],
		title: "Accept the selected attribute",
		hint: "accept",
		where: suggesting,
		when: (view) => view.suggesting,
		run: ({ acceptSuggestion }) => acceptSuggestion(),
	},
	{
		id: "scope.clause.mark",
		keys: ["down", "ctrl+n"],
		title: "Select the next attribute",
		where: suggesting,
		when: (view) => view.suggesting,
		run: ({ mark }) => mark(1),
	},
	{
		id: "scope.clause.unmark",
		keys: ["up", "ctrl+p"],
		title: "Select the previous attribute",
		where: suggesting,
		when: (view) => view.suggesting,
		run: ({ mark }) => mark(-1),
	},
	{
		id: "scope.clause.goOn",
		keys: ["enter"],
		title: "Go to the next field; after the last, accept the clause",
		hint: "next",
		where,
		run: ({ goOn }) => goOn(),
	},
	{
		id: "scope.clause.done",
		keys: ["ctrl+s"],
		title: "Accept the clause",
		hint: "accept",
		where,
		run: ({ done }) => done(),
	},
	{ id: "scope.clause.next", keys: ["tab"], title: "Next field", where, run: ({ move }) => move(1) },
	{
		id: "scope.clause.previous",
		keys: ["shift+tab"],
		title: "Previous field",
		where,
		run: ({ move }) => move(-1),
	},
	{
		id: "scope.clause.down",
		keys: ["down"],
		title: "Next field",
		where: "editing the value of a clause",
		when: ({ choosing }) => !choosing,
		run: ({ move }) => move(1),
	},
	{
		id: "scope.clause.up",
		keys: ["up"],
		title: "Previous field",
		where: "editing the value of a clause",
		when: ({ choosing }) => !choosing,
		run: ({ move }) => move(-1),
	},
	{
		id: "scope.clause.back",
		keys: ["escape"],
		title: "Leave the clause, after asking whether to discard a change",
		hint: "back",
		where,
		run: ({ back }) => back(),
	},
];
