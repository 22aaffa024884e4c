import type { PlainKey } from "./key-press.ts";
import type { Meaning } from "./key-table.ts";

/**
 * An action of the operator, as shown in the footer, the help, the palette and docs/keys.md.
 * All of these come from the same tables, so they always agree with the keys.
 */
export type CommandInfo = {
	/** `plan.run`: unique in the whole console. */
	readonly id: string;
	/** Keys that are no letters. Without these and `means`, only the palette offers it. See `keysOf`. */
	readonly keys?: readonly PlainKey[];
	/** What it means in the table of letters, which gives it its letters. */
	readonly means?: Meaning;
	/** What it does, starting with a verb: "Run a cycle now". */
	readonly title: string;
	/** One or two words for the footer; absent: not shown there. */
	readonly hint?: string;
	/** Where or when it is available, for help and docs: "in an entry". */
	readonly where?: string;
};

/**
 * A command and its effect on a view: the state of a screen or component with its actions, built on each render.
 * A rejected promise is shown in the status line.
 */
export type Command<View> = CommandInfo & {
	/** Whether it makes sense here, such as stopping while something runs. Absent: always. Otherwise its keys do nothing. */
	readonly when?: (view: View) => boolean;
	/** Why it cannot act now, in a sentence that its keys show; null when it can. Absent: it always can. */
	readonly blocked?: (view: View) => string | null;
	/** Whether one run carries out several presses, as moving does: a held key is then drawn once, not once per press. */
	readonly repeats?: true;
	/** `count`: the number of presses; always 1 unless it `repeats`. */
	readonly run: (view: View, count: number) => unknown;
};
