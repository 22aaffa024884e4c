import { type AreaReport, areaIds, areaTitles } from "../../app/permissions/permissions.ts";
import { defineCommand } from "../command/define-command.ts";
import { flag, text } from "../options/option.ts";
import { profileOptions } from "../options/profile-options.ts";
import { UsageError } from "../options/usage-error.ts";
import { exitCode } from "../output/exit-code.ts";
import { jsonLine } from "../output/json-line.ts";

export const command = defineCommand({
	description:
		"Show what the sign-in to Entra may do, and what to grant where something is missing. Writes nothing.",
	options: {
		need: text("areas", `check only these, separated by commas: ${areaIds.join(", ")}`),
		json: flag("print one JSON object per area"),
		...profileOptions,
	},
	run: ({ need, json, ...flags }, { streams, withSession }) => {
		const needed = need?.split(",").map((name) => name.trim());
		const unknown = needed?.find((name) => !areaIds.some((id) => id === name));
		if (unknown !== undefined)
			throw new UsageError(`--need: "${unknown}" is not one of ${areaIds.join(", ")}`);
		return withSession(flags, async ({ permissions }) => {
			const reports = await permissions.check();
			if (reports === null) {
				streams.err("Permissions are those of a sign-in to Entra, and the source of this profile is a file.");
				return exitCode.error;
			}
			const shown = reports.filter(({ area }) => needed?.includes(area) ?? true);
			for (const report of shown)
				if (json) streams.out(jsonLine({ type: "permission", title: areaTitles[report.area], ...report }));
				else for (const line of linesOf(report)) streams.out(line);
			const expiry = permissions.expiry();
			if (expiry !== null && json)
				streams.out(jsonLine({ type: "signIn", ...expiry, expires: new Date(expiry.expires).toISOString() }));
			else if (expiry?.notice) streams.out(expiry.notice);
			return shown.some(({ state }) => state === "missing") ? exitCode.someFailed : exitCode.done;
		});
	},
});

const words = { allowed: "allowed", missing: "missing", unchecked: "cannot be checked" } as const;

function linesOf({ area, state, detail }: AreaReport): readonly string[] {
	return [`${areaTitles[area]}: ${words[state]}`, `  ${detail}`];
}
