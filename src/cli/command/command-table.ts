import type { CliCommand } from "./define-command.ts";

/** Loads the file of a command, only when the command runs or its help is shown. */
export type CommandLoader = () => Promise<{ readonly command: CliCommand }>;

/** Commands below one name: `mapping check`, `mapping diff`… */
export type CommandGroup = { readonly commands: Readonly<Record<string, CommandLoader>> } & (
	| {
			readonly description: string;
			/** Which of them runs when none is named. */
			readonly default?: string;
	  }
	/** The name of the group is a command too. */
	| { readonly load: CommandLoader }
);

/** Every command by its name, in the order of `--help`. */
export type CommandTable = Readonly<Record<string, CommandLoader | CommandGroup>>;
