import type { CliCommand } from "./define-command.ts";

/** Loads the file of a command, only when the command runs or its help is shown. */
export type CommandLoader = () => Promise<{ readonly command: CliCommand }>;

/** Commands below one name: `mapping check`, `mapping diff`…; a group may contain groups: `job mapping diff`. */
export type CommandGroup = { readonly commands: CommandTable } & (
	| {
			readonly description: string;
			/** Which of them runs when none is named. */
			readonly default?: string;
	  }
	/** The name of the group is a command too. */
	| { readonly load: CommandLoader }
);

/** Every command by its name, in the order of `--help`. */
export interface CommandTable {
	readonly [name: string]: CommandLoader | CommandGroup;
}
