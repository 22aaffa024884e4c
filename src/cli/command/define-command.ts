import type { Command } from "commander";
import type { OpenedLog } from "../../app/log/open-log.ts";
import type { Session } from "../../app/session.ts";
import type { ArgumentSpec, Given, OptionSpec } from "../options/option.ts";
import type { ProfileFlags } from "../options/profile-options.ts";
import type { ExitCode } from "../output/exit-code.ts";
import type { Streams } from "../output/streams.ts";

/**
 * `offline`: neither source nor target is used, so that neither has to be named. `stored`: also, only what is stored is shown or changed,
 * so that something must have run before.
 */
export type SessionOptions = { readonly offline?: boolean; readonly stored?: boolean };

/** What every command runs with. */
export type CommandContext = {
	readonly streams: Streams;
	/** The version of the package. */
	readonly version: string;
	readonly env: NodeJS.ProcessEnv;
	/** Opens the session that the flags name, uses it, and closes it however that ends. */
	readonly withSession: (
		flags: ProfileFlags,
		use: (session: Session) => Promise<ExitCode>,
		options?: SessionOptions,
	) => Promise<ExitCode>;
	/** Opens the log that the flags name, uses it, and closes it however that ends. Needs no credentials. */
	readonly withLog: (flags: ProfileFlags, use: (opened: OpenedLog) => Promise<ExitCode>) => Promise<ExitCode>;
};

/** A command of the command line. Its name is its key in `commands/index.ts`. */
export type CliCommand = {
	/** One or two sentences. */
	readonly description: string;
	/** Adds arguments, options and action to a command that has its name. */
	readonly register: (command: Command, context: CommandContext, done: (code: number) => void) => void;
};

type Options = Readonly<Record<string, OptionSpec<unknown>>>;
type Arguments = Readonly<Record<string, ArgumentSpec<unknown>>>;

/**
 * Describes a command once: what `--help` shows, what commander parses, and the types of what `run` is given all follow from it.
 * `arguments` are positional, in their order. The option `keepScope` is written `--keep-scope`.
 */
export function defineCommand<
	Positional extends Arguments = Record<never, never>,
	Named extends Options = Record<never, never>,
>(spec: {
	readonly description: string;
	/** Named differently from the options: `run` is given both together. */
	readonly arguments?: Positional & { readonly [Name in keyof Named]?: never };
	readonly options?: Named;
	readonly run: (
		given: Given<Positional> & Given<Named>,
		context: CommandContext,
	) => number | Promise<number>;
}): CliCommand {
	const { description, run } = spec;
	const positional = Object.entries<ArgumentSpec<unknown>>(spec.arguments ?? {});
	const named = Object.entries(spec.options ?? {});
	return {
		description,
		register(command, context, done) {
			for (const [name, { build }] of positional) command.addArgument(build(name));
			for (const [name, { build, heading }] of named) {
				for (const option of build(flagOf(name)))
					command.addOption(heading === undefined ? option : option.helpGroup(heading));
			}
			command.action(async () => {
				for (const [at, [name]] of positional.entries()) {
					const given: unknown = command.processedArgs[at];
					if (given !== undefined) command.setOptionValue(name, given);
				}
				const absent = Object.fromEntries(
					named.flatMap(([name, option]) => (option.absent === undefined ? [] : [[name, option.absent]])),
				);
				// `logs prune --json`: commander gives an option that the group also has to the group.
				const given = command.optsWithGlobals<Given<Positional> & Given<Named>>();
				done(await run({ ...absent, ...given }, context));
			});
		},
	};
}

function flagOf(name: string): string {
	return `--${name.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)}`;
}
