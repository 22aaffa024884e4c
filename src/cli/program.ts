import { Command, CommanderError } from "commander";
import { demoName } from "../app/profile/demo-connection.ts";
import { UsageError as SettingError } from "../config/usage-error.ts";
import { remedyOf } from "../ports/remedy.ts";
import { cleanLines } from "../text/clean-text.ts";
import { addAccountCommands } from "./commands/accounts/account-commands.ts";
import { addJobCommands } from "./commands/cycle/job-commands.ts";
import { addExpressionCommands } from "./commands/expression/expression-commands.ts";
import { addLogCommands } from "./commands/logs/log-commands.ts";
import { addMappingCommands, type WithSession } from "./commands/mapping/mapping-commands.ts";
import { addSettingCommands } from "./commands/settings/setting-commands.ts";
import type { SimulateOptions } from "./commands/simulate.ts";
import { type ProfileFlags, profileOptions, storeOptions } from "./options/profile-options.ts";
import { UsageError } from "./options/usage-error.ts";
import { exitCode } from "./output/exit-code.ts";
import { remedyCommand } from "./output/remedy-command.ts";
import type { Streams } from "./output/streams.ts";
import type { DemoOptions } from "./session/demo-world.ts";

/** What the program is run with. `version` is package.json's. */
export type ProgramContext = {
	readonly streams: Streams;
	readonly version: string;
	readonly env: NodeJS.ProcessEnv;
};

/**
 * Reads the arguments (without `node` and the script) and carries out the command they name.
 * Returns the process's exit code; only a bug makes it reject.
 */
export async function runProgram(args: readonly string[], context: ProgramContext): Promise<number> {
	let code: number = exitCode.done;
	const program = commands(context, (result) => {
		code = result;
	});
	try {
		assertCommand(program, args);
		await program.parseAsync([...args], { from: "user" });
		return code;
	} catch (error) {
		if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.done : exitCode.usage;
		for (const line of cleanLines(`sumo-provision: ${adviceOf(error)}`)) context.streams.err(line);
		const isUsage = error instanceof UsageError || error instanceof SettingError;
		return isUsage ? exitCode.usage : exitCode.error;
	}
}

/** Without this, commander would take an unknown command for an argument of the default one, the console. */
function assertCommand({ commands }: Command, [first]: readonly string[]): void {
	if (first === undefined || first.startsWith("-") || first === "help") return;
	if (commands.some((command) => command.name() === first)) return;
	throw new UsageError(`There is no command "${first}"; sumo-provision --help lists them.`);
}

/** The message of an error, and the command that helps where one is known. */
function adviceOf(error: unknown): string {
	const message = error instanceof Error ? error.message : String(error);
	const remedy = remedyOf(error);
	return `${message} ${remedy === null ? "" : remedyCommand(remedy)}`.trimEnd();
}

function commands({ streams, version, env }: ProgramContext, done: (code: number) => void): Command {
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

	const withSession: WithSession = async (flags, use, options) => {
		const opened = await import("./session/with-session.ts");
		done(await opened.withSession(flags, env, use, options));
	};

	profileOptions(
		program.command("console", { isDefault: true }).description("Open the console (the default)."),
	).action(async (flags: ProfileFlags) => {
		const name = flags.demo
			? demoName
			: await (await import("./session/with-session.ts")).profileToOpen({ flags, env });
		if (name === demoName || name === undefined) return openDemo(flags);
		if (!streams.interactive) {
			streams.err(
				`There is no terminal here: running one provisioning cycle on the profile ${name} instead of the console.`,
			);
			const { run } = await import("./commands/cycle/run.ts");
			const { interruptible } = await import("./session/interruptible.ts");
			return interruptible(streams.err, (signal) =>
				withSession(flags, (session) => run(session, { json: false, signal }, streams)),
			);
		}
		const { showConsole } = await import("./commands/console.ts");
		done(await showConsole({ flags, env }, name));
	});

	const openDemo = async (options: DemoOptions) => {
		if (streams.interactive) done(await (await import("./commands/console.ts")).showDemo(options, env));
		else done(await (await import("./commands/demo.ts")).demoCycle(options, env, streams));
	};

	program
		.command("demo")
		.description("Open the console on the embedded demo tenant; without a terminal, run one cycle on it.")
		.option("--home <folder>", "folder for settings, secrets and state (SUMO_PROVISION_HOME)")
		.option("--users <number>", "so many plain users in place of the demo tenant's people")
		.option("--reset", "start from a fresh demo tenant")
		.action(openDemo);

	profileOptions(program.command("run").description("Run one provisioning cycle now, without the console."))
		.option("--plan", "show what would happen, without a single write")
		.option("--json", "print one JSON object a line, the summary last")
		.action(async (flags: ProfileFlags & { plan?: boolean; json?: boolean }) => {
			const { plan, run } = await import("./commands/cycle/run.ts");
			const { interruptible } = await import("./session/interruptible.ts");
			const json = flags.json === true;
			await interruptible(streams.err, (signal) =>
				withSession(flags, (session) => (flags.plan ? plan : run)(session, { json, signal }, streams)),
			);
		});

	profileOptions(
		program
			.command("test-connection")
			.description("Check the credentials as the portal's Test Connection does."),
	)
		.option("--json", "print the outcome as JSON")
		.action(async (flags: ProfileFlags & { json?: boolean }) => {
			const { testConnection } = await import("./commands/test-connection.ts");
			await withSession(flags, (session) => testConnection(session, flags.json === true, streams));
		});

	profileOptions(program.command("check-setup"))
		.description("Try every step of the set-up, in the order of Sumo Logic's guide.")
		.option("--json", "print one JSON object a step")
		.action(async (flags: ProfileFlags & { json?: boolean }) => {
			const { checkSetup } = await import("./commands/check-setup.ts");
			await withSession(flags, (session) => checkSetup(session, flags.json === true, streams));
		});

	profileOptions(program.command("why"))
		.description("Explain one user: scope, match, roles, each value, what would be done, and the history.")
		.argument("<user>", "an id, a user name, a mail address, or words of a name")
		.option("--json", "print it as one JSON object")
		.action(async (user: string, flags: ProfileFlags & { json?: boolean }) => {
			const { why } = await import("./commands/why.ts");
			await withSession(flags, (session) => why(session, user, { json: flags.json === true }, streams));
		});

	addLogCommands(program, streams, async (flags, use) => {
		const { openLog } = await import("../app/log/open-log.ts");
		const opened = await openLog({ flags, env }, flags.demo === true);
		try {
			done(await use(opened));
		} finally {
			await opened.close();
		}
	});

	const profiles = program.command("profile").description("List the saved profiles, choose or remove one.");
	const place = (command: Command) =>
		command.option("--home <folder>", "folder for settings, secrets and state (SUMO_PROVISION_HOME)");
	place(profiles.command("list", { isDefault: true }).description("List the saved profiles (the default)."))
		.option("--json", "print them as JSON")
		.action(async ({ home, json }: { home?: string; json?: boolean }) => {
			done(
				await (await import("./commands/profile/profiles.ts")).listProfiles(
					{ home, env },
					json === true,
					streams,
				),
			);
		});
	place(profiles.command("use <name>").description("Open this profile when nothing else is said.")).action(
		async (name: string, { home }: { home?: string }) => {
			done(await (await import("./commands/profile/profiles.ts")).useProfile({ home, env }, name, streams));
		},
	);
	place(profiles.command("remove <name>").description("Remove a profile's settings and secrets.")).action(
		async (name: string, { home }: { home?: string }) => {
			done(
				await (await import("./commands/profile/profiles.ts")).removeProfile({ home, env }, name, streams),
			);
		},
	);

	program
		.command("simulate")
		.description("Start the simulators of Sumo Logic and Microsoft Entra on loopback, for tests.")
		.option("--port <number>", "port of the Sumo simulator (Entra's is the next); any free one by default")
		.option("--users <number>", "so many plain users in place of the demo tenant's people")
		.option("--existing <number>", "so many of these users have an account already")
		.option("--assigned-by <user|group>", "whether each of these users is assigned, or groups of them")
		.option("--limit <requests|off>", "requests a second that the Sumo simulator allows", "4")
		.option("--json", "print the places and credentials as one JSON object")
		.action(async (flags: Omit<SimulateOptions, "json" | "until"> & { json?: boolean }) => {
			const { simulate } = await import("./commands/simulate.ts");
			const until = new Promise<void>((resolve) => {
				process.once("SIGINT", () => resolve()).once("SIGTERM", () => resolve());
			});
			done(await simulate({ ...flags, json: flags.json === true, until }, streams));
		});

	addExpressionCommands(program, streams, done);
	addMappingCommands(program, streams, withSession);
	addAccountCommands(program, streams, withSession);
	addSettingCommands(program, streams, env, withSession);
	addJobCommands(program, streams, withSession);
	storeOptions(program.command("recover"))
		.description("Put the last good backup in the place of a damaged store, which is kept aside.")
		.option("--force", "also when the store is not damaged")
		.option("--json", "print what was done as JSON")
		.action(async (flags: ProfileFlags & { readonly force?: boolean; readonly json?: boolean }) => {
			done(await (await import("./commands/recover.ts")).recover(flags, env, streams));
		});
	return program;
}
