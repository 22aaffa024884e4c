import { Command, CommanderError } from "commander";
import { UsageError as SettingError } from "../config/errors/usage-error.ts";
import { remedyOf } from "../ports/errors/remediable-error.ts";
import { cleanLines } from "../text/clean-text.ts";
import { errorMessage } from "../text/error-message.ts";
import { undescribedRefusal } from "../text/file-refusal.ts";
import type { CommandGroup, CommandLoader, CommandTable } from "./command/command-table.ts";
import type { CommandContext } from "./command/define-command.ts";
import { commands } from "./commands/index.ts";
import { UsageError } from "./options/usage-error.ts";
import { exitCode } from "./output/exit-code.ts";
import { remedyCommand } from "./output/remedy-command.ts";
import type { Streams } from "./output/streams.ts";

/** What the program runs with. `version` is package.json's. */
export type ProgramContext = {
	readonly streams: Streams;
	readonly version: string;
	readonly env: NodeJS.ProcessEnv;
};

/** The command that runs when none is named. */
const standard = "console";

/**
 * Reads the arguments (without `node` and the script) and runs the command they name.
 * Returns the process's exit code; only a bug makes it reject.
 */
export async function runProgram(args: readonly string[], context: ProgramContext): Promise<number> {
	try {
		return await runCommand(args, commandContext(context));
	} catch (error) {
		if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.done : exitCode.usage;
		for (const line of cleanLines(`sumo-provision: ${adviceOf(error)}`)) context.streams.err(line);
		const isUsage = error instanceof UsageError || error instanceof SettingError;
		return isUsage ? exitCode.usage : exitCode.error;
	}
}

/**
 * Runs the command that the arguments name in a context, and returns its exit code.
 *
 * @throws UsageError, CommanderError for arguments that are wrong, and whatever the command throws
 */
export async function runCommand(args: readonly string[], context: CommandContext): Promise<number> {
	const { streams, version } = context;
	let code: number = exitCode.done;
	const program = new Command("sumo-provision")
		.description(
			"Provision users from Microsoft Entra ID into Sumo Logic, from the keyboard or from a script.",
		)
		.version(version)
		.exitOverride()
		.configureOutput({
			writeOut: (text) => streams.out(text.trimEnd()),
			writeErr: (text) => streams.err(text.trimEnd()),
		})
		.showHelpAfterError("(sumo-provision --help lists the commands and their options)");
	await addCommands(program, namedCommands(args), standard, context, (result) => {
		code = result;
	});
	await program.parseAsync([...args], { from: "user" });
	return code;
}

/** The commands that the arguments may need: only these are loaded, all of them for the help of the whole program. */
function namedCommands(args: readonly string[]): CommandTable {
	const first = args[0] ?? "";
	const isOption = first === "" || first.startsWith("-");
	if (first === "help" || (isOption && args.some((arg) => arg === "--help" || arg === "-h"))) return commands;
	const name = isOption ? standard : first;
	const named = Object.hasOwn(commands, name) ? commands[name] : undefined;
	if (named === undefined)
		throw new UsageError(`There is no command "${name}". Run sumo-provision --help to list them.`);
	return { [name]: named };
}

type Done = (code: number) => void;

/** Adds the commands of a table; `standardName` names the one that runs when none is named. */
async function addCommands(
	parent: Command,
	table: CommandTable,
	standardName: string | undefined,
	context: CommandContext,
	done: Done,
): Promise<void> {
	for (const [name, entry] of Object.entries(table)) {
		if (typeof entry === "function")
			await addCommand(parent, name, name === standardName, entry, context, done);
		else await addGroup(parent, name, entry, context, done);
	}
}

async function addCommand(
	parent: Command,
	name: string,
	isDefault: boolean,
	load: CommandLoader,
	context: CommandContext,
	done: Done,
): Promise<Command> {
	const { command } = await load();
	const added = parent.command(name, { isDefault }).description(command.description);
	command.register(added, context, done);
	return added;
}

async function addGroup(
	above: Command,
	name: string,
	group: CommandGroup,
	context: CommandContext,
	done: Done,
): Promise<void> {
	const parent =
		"load" in group
			? await addCommand(above, name, false, group.load, context, done)
			: above.command(name).description(group.description);
	await addCommands(parent, group.commands, "default" in group ? group.default : undefined, context, done);
}

/** Opens sessions and logs, whose code is loaded when a command uses them. */
function commandContext({ streams, version, env }: ProgramContext): CommandContext {
	return {
		streams,
		version,
		env,
		withSession: async (flags, use, options) => {
			const { withSession } = await import("./session/with-session.ts");
			return withSession(flags, env, streams.err, use, options);
		},
		withLog: async (flags, use) => {
			const { openLog } = await import("../app/log/open-log.ts");
			return use(await openLog({ flags, env }, flags.demo === true));
		},
	};
}

/** The message of an error, and the command that helps, if there is one. */
function adviceOf(error: unknown): string {
	const message = undescribedRefusal(error) ?? errorMessage(error);
	const remedy = remedyOf(error);
	return `${message} ${remedy === null ? "" : remedyCommand(remedy)}`.trimEnd();
}
