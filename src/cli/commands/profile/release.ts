import { type BrokenLease, breakLease } from "../../../app/profile/break-lease.ts";
import { cleanText } from "../../../text/clean-text.ts";
import { defineCommand } from "../../command/define-command.ts";
import { flag } from "../../options/option.ts";
import { storeOptions } from "../../options/profile-options.ts";
import { exitCode } from "../../output/exit-code.ts";
import { jsonLine } from "../../output/json-line.ts";

export const command = defineCommand({
	description: "Release a profile that another process runs and does not give up. Shows that process.",
	options: {
		yes: flag("also when the process is running, or may be running on another machine"),
		json: flag("print it as JSON"),
		...storeOptions,
	},
	async run({ yes, json, ...flags }, { env, streams }) {
		const broken = await breakLease({ flags, env }, { demo: flags.demo === true, force: yes });
		if (json) streams.out(jsonLine(broken));
		else for (const line of linesOf(broken)) streams.out(cleanText(line));
		return broken.lease === null || broken.isBroken ? exitCode.done : exitCode.error;
	},
});

function linesOf({ profile, lease, holder, since, isBroken }: BrokenLease): readonly string[] {
	if (lease === null) return [`No process runs the profile ${profile}.`];
	const { host, id } = lease.process ?? { host: "unknown", id: null };
	const who = [
		`The profile ${profile} is held by ${lease.holder}.`,
		`Host: ${host}. Process: ${id ?? "unknown"} (${states[holder]}).`,
		since === null ? "It runs no cycle now." : `Its cycle has run since ${new Date(since).toISOString()}.`,
	];
	if (!isBroken)
		return [
			...who,
			"Nothing was changed. Stop that process. If it can't be stopped, add --yes: what it does from then on is not recorded, and the next cycle checks its interrupted changes in the target.",
		];
	return [...who, "The profile is released. The next cycle checks interrupted changes in the target."];
}

const states = {
	running: "running",
	gone: "not running",
	unknown: "on another machine or in another container, state unknown",
} as const;
