import type { Command } from "../../keys/command.ts";

/** What the keys act on while a clause is edited. */
export type ClauseView = {
	readonly proposing: boolean;
	/** Whether the cursor keys belong to the operators. */
	readonly choosing: boolean;
	readonly mark: (by: number) => void;
	readonly takeProposal: () => void;
	readonly move: (by: number) => void;
	/** To the next field, or done behind the last. */
	readonly goOn: () => void;
	readonly done: () => void;
	readonly back: () => void;
};

const where = "editing a clause";
const proposing = "while attributes are proposed";

/** The keys of a clause. */
export const clauseCommands: readonly Command<ClauseView>[] = [
	{
		id: "scope.clause.take",
		keys: ["tab"],
		title: "Take the marked attribute",
		hint: "take",
		where: proposing,
		when: (view) => view.proposing,
		run: ({ takeProposal }) => takeProposal(),
	},
	{
		id: "scope.clause.mark",
		keys: ["down", "ctrl+n"],
		title: "Mark the next attribute",
		where: proposing,
		when: (view) => view.proposing,
		run: ({ mark }) => mark(1),
	},
	{
		id: "scope.clause.unmark",
		keys: ["up", "ctrl+p"],
		title: "Mark the attribute before",
		where: proposing,
		when: (view) => view.proposing,
		run: ({ mark }) => mark(-1),
	},
	{
		id: "scope.clause.goOn",
		keys: ["enter"],
		title: "Next field; behind the last: take the clause",
		hint: "next",
		where,
		run: ({ goOn }) => goOn(),
	},
	{
		id: "scope.clause.done",
		keys: ["ctrl+s"],
		title: "Take the clause",
		hint: "take clause",
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
		title: "Leave the clause as it was",
		hint: "back",
		where,
		run: ({ back }) => back(),
	},
];
