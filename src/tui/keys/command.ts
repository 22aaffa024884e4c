import type { KeyName } from "./key-press.ts";

/**
 * One thing the operator can do somewhere, as the footer, the help, the palette and docs/keys.md show it.
 * All of these are drawn from the same tables, so that none can say something else than the keys do.
 */
export type CommandInfo = {
	/** `plan.run`: unique in the whole console. */
	readonly id: string;
	/** Keys that run it; empty for one that only the palette offers. */
	readonly keys: readonly KeyName[];
	/** What it does, in the imperative: "Run a cycle now". */
	readonly title: string;
	/** One or two words for the footer; absent: not shown there. */
	readonly hint?: string;
	/** Where or when it works, for help and docs: "in an entry". */
	readonly where?: string;
};

/**
 * A command with what it does to a view: the state of a screen or component together with its actions, made anew at each render.
 * A rejected promise is shown in the status line.
 */
export type Command<View> = CommandInfo & {
	/** Absent: always possible. */
	readonly when?: (view: View) => boolean;
	readonly run: (view: View) => unknown;
};
