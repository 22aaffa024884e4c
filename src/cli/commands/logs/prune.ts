import type { OpenedLog } from "../../../app/log/open-log.ts";
import { counted } from "../../../text/counted.ts";
import { defineCommand } from "../../command/define-command.ts";
import { flag, required } from "../../options/option.ts";
import { storeOptions } from "../../options/profile-options.ts";
import { time } from "../../options/time.ts";
import { UsageError } from "../../options/usage-error.ts";
import { type ExitCode, exitCode } from "../../output/exit-code.ts";
import { jsonLine } from "../../output/json-line.ts";
import type { Streams } from "../../output/streams.ts";
import type { Log } from "./pages.ts";

export const command = defineCommand({
	description: "Permanently remove the oldest entries of the provisioning log.",
	options: {
		before: required(time("remove entries older than this: 2026-01-01 or 2026-01-01T08:00:00Z (UTC)")),
		yes: flag("confirm; without it only the number of entries is shown"),
		json: flag("print what was removed as JSON"),
		...storeOptions,
	},
	run: ({ before, yes, json, ...flags }, { streams, withLog }) =>
		withLog(flags, (opened) => pruneLogs(opened, { before, confirmed: yes, json }, streams)),
});

export type PruneOptions = {
	/** Milliseconds since 1970: older entries are removed. */
	readonly before: number;
	/** False only counts the entries. */
	readonly confirmed: boolean;
	readonly json: boolean;
};

/** Removes the oldest entries of the log, up to the first that is not older; later entries stay, even those that a wrong clock dates before. */
export async function pruneLogs(
	{ log, prune }: Pick<OpenedLog, "log" | "prune">,
	{ before, confirmed, json }: PruneOptions,
	streams: Streams,
): Promise<ExitCode> {
	const date = new Date(before).toISOString();
	if (!confirmed) {
		const going = await countOlder(log, before);
		const entries = counted(going, "entry", "entries");
		throw new UsageError(
			`Nothing was removed: ${entries} older than ${date} would be permanently removed. To keep a copy, run sumo-provision logs --until ${date} --format json --output FILE. To continue, add --yes.`,
		);
	}
	const removed = await prune(before);
	if (json) streams.out(jsonLine({ removed, before: date }));
	else streams.out(`Removed ${counted(removed, "entry", "entries")} older than ${date}.`);
	return exitCode.done;
}

/** How many entries pruning would remove: sequences have no gaps. */
async function countOlder(log: Log, before: number): Promise<number> {
	const [oldest] = await log({ order: "ascending", limit: 1 });
	if (oldest === undefined) return 0;
	const [kept] = await log({ order: "ascending", limit: 1, since: before });
	const [newest] = await log({ order: "descending", limit: 1 });
	const end = kept?.sequence ?? (newest?.sequence ?? oldest.sequence) + 1;
	return end - oldest.sequence;
}
