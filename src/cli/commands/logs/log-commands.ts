import { type Command, Option } from "commander";
import { z } from "zod";
import type { OpenedLog } from "../../../app/log/open-log.ts";
import { type LogStatus, logStatuses } from "../../../ports/log-entry.ts";
import { type ProfileFlags, storeOptions } from "../../options/profile-options.ts";
import { UsageError } from "../../options/usage-error.ts";
import type { ExitCode } from "../../output/exit-code.ts";
import type { Streams } from "../../output/streams.ts";
import { type LogFormat, logFormats } from "./formats.ts";

/** Opens the log that the flags ask for, uses it, and closes it in every way out. Needs no credentials. */
export type WithLog = (flags: ProfileFlags, use: (opened: OpenedLog) => Promise<ExitCode>) => Promise<void>;

type LogsFlags = {
	readonly format: LogFormat;
	readonly output?: string;
	readonly limit?: string;
	readonly text?: string;
	readonly user?: string;
	readonly since?: number;
	readonly until?: number;
	readonly status?: readonly LogStatus[];
	readonly cycle?: string;
	readonly json?: boolean;
	readonly follow?: boolean;
};

/** Adds `logs` and `logs prune`. */
export function addLogCommands(program: Command, streams: Streams, withLog: WithLog): void {
	const command = storeOptions(program.command("logs"))
		.description("Print the provisioning log, oldest first, or write it to a file.")
		.addOption(
			new Option("--format <format>", "how to write it").choices([...logFormats]).default("text" as const),
		)
		.option("--json", "print one JSON object a line; the same as --format json")
		.option("--output <file>", "the file to write, for its owner only; standard output without it")
		.option("--limit <number>", "only the newest entries")
		.option("--text <words>", "only entries in which all the words occur")
		.option("--user <id|words>", "only entries about a user with this id, or these words in their names")
		.option("--since <time>", "only entries from then on: 2026-11-24 or 2026-11-24T08:00:00Z (UTC)", timeOf)
		.option("--until <time>", "only entries before then", timeOf)
		.addOption(new Option("--status <status...>", "only entries of these statuses").choices([...logStatuses]))
		.option("--cycle <id>", "only entries of one cycle")
		.option(
			"--follow",
			"go on with entries as they come, until Ctrl+C; begins with the newest 10, or --limit",
		)
		.action(async (flags: ProfileFlags & LogsFlags) => {
			const { logs } = await import("./logs.ts");
			const { output, text, user, since, until, status, cycle } = flags;
			const limit = limitOf(flags.limit);
			const options = {
				format: flags.json ? ("json" as const) : flags.format,
				...(output === undefined ? {} : { output }),
				...(limit === undefined ? {} : { limit }),
				...(text === undefined ? {} : { text }),
				...(user === undefined ? {} : { user }),
				...(since === undefined ? {} : { since }),
				...(until === undefined ? {} : { until }),
				...(status === undefined ? {} : { statuses: status }),
				...(cycle === undefined ? {} : { cycleId: cycle }),
			};
			if (!flags.follow)
				return withLog(flags, ({ log, profile }) => logs(log, { ...options, job: profile }, streams));
			if (output !== undefined || until !== undefined)
				throw new UsageError("--follow prints what comes: leave out --output and --until.");
			const { followLogs, untilInterrupted } = await import("./follow.ts");
			return withLog(flags, ({ log, profile }) =>
				untilInterrupted((pause) => followLogs(log, { ...options, job: profile, pause }, streams)),
			);
		});

	command
		.command("prune")
		.description(
			"Remove the oldest entries of the provisioning log for good. Takes the options of logs that name a profile.",
		)
		.requiredOption(
			"--before <time>",
			"entries older than this go: 2026-01-01 or 2026-01-01T08:00:00Z (UTC)",
			timeOf,
		)
		.option("--yes", "do it; without it you are only told how many would go")
		.action(async (_: unknown, prune: Command) => {
			const { pruneLogs } = await import("./logs.ts");
			// Options that stand after `prune` and belong to `logs` too are read by `logs`.
			const flags = prune.optsWithGlobals<
				ProfileFlags & { readonly before: number; readonly yes?: boolean; readonly json?: boolean }
			>();
			const options = { before: flags.before, confirmed: flags.yes === true, json: flags.json === true };
			await withLog(flags, (opened) => pruneLogs(opened, options, streams));
		});
}

function limitOf(text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	const limit = Number(text);
	if (!(Number.isInteger(limit) && limit > 0))
		throw new UsageError(`--limit takes a number of entries, not "${text}".`);
	return limit;
}

const time = z.union([z.iso.date(), z.iso.datetime({ offset: true }), z.iso.datetime({ local: true })]);

/** Milliseconds since 1970 of a date, or a date and time, of ISO 8601; UTC when no offset is given. */
function timeOf(text: string): number {
	const parsed = time.safeParse(text);
	if (!parsed.success)
		throw new UsageError(`"${text}" is not a time. Write 2026-11-24, or 2026-11-24T08:00:00Z.`);
	const isWhole = /(?:Z|[+-]\d\d:?\d\d)$/.test(text) || !text.includes("T");
	return Date.parse(isWhole ? text : `${text}Z`);
}
