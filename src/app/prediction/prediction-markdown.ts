import { counted } from "../../text/counted.ts";
import { cell, table } from "./markdown-table.ts";
import { type PredictedUser, type Prediction, waitingWords } from "./prediction.ts";

const sections: readonly { readonly title: string; readonly holds: (user: PredictedUser) => boolean }[] = [
	{ title: "Will fail", holds: ({ status }) => status === "failure" },
	{ title: "Delete", holds: isDone("delete") },
	{ title: "Deactivate", holds: isDone("disable") },
	{ title: "Held back", holds: ({ action }) => action === "stagedDelete" },
	{ title: "Create", holds: isDone("create") },
	{ title: "Update", holds: isDone("update") },
	{ title: "Skip", holds: ({ action, status }) => action === "other" && status !== "failure" },
];

function isDone(action: PredictedUser["action"]) {
	return (user: PredictedUser) => user.action === action && user.status === "success";
}

/** A prediction for people who approve a change: target, versions, counts, and each user with old and new values. */
export function predictionMarkdown(prediction: Prediction): string {
	const { job, target, madeAt, profile, counts, held, notes, users } = prediction;
	const rows: readonly (readonly [string, string])[] = [
		["Made at", madeAt],
		["Profile", profile],
		...(job.tenant === undefined ? [] : [["Tenant", job.tenant] as const]),
		["Application", job.application],
		["Job", job.id],
		["Job status", `${job.status}, schedule ${job.schedule}`],
		["Schema", job.schemaVersion.replace(/,$/, "")],
		["Next cycle", job.nextCycle === undefined ? job.cycle : `${job.cycle}, due ${job.nextCycle}`],
		["Target", target],
	];
	const counters = (
		["create", "update", "disable", "delete", "stagedDelete", "skip", "fail", "unchanged"] as const
	).map((name) => [countTitles[name], String(counts[name])] as const);
	return [
		"# Prediction of Entra's next provisioning cycle",
		"",
		...table(["", ""], rows),
		"",
		...table(["Change", "Users"], counters),
		...(held === null
			? []
			: [
					"",
					`**${counted(held.count, "deactivation or deletion", "deactivations and deletions")} would be held back:** Entra allows ${held.threshold} per cycle.`,
				]),
		...(notes.length === 0 ? [] : ["", "## Notes", "", ...notes.map((note) => `- ${cell(note)}`)]),
		...sections.flatMap(({ title, holds }) => section(title, users.filter(holds))),
		"",
	].join("\n");
}

const countTitles = {
	create: "create",
	update: "update",
	disable: "deactivate",
	delete: "delete",
	stagedDelete: "held back",
	skip: "skip",
	fail: "fail",
	unchanged: "unchanged",
} as const;

function section(title: string, users: readonly PredictedUser[]): readonly string[] {
	if (users.length === 0) return [];
	const rows = users.map((user) => [user.displayName, user.userName, changesOf(user), whyOf(user)] as const);
	return ["", `## ${title} (${users.length})`, "", ...table(["User", "User name", "Old → new", "Why"], rows)];
}

function changesOf({ changes }: PredictedUser): string {
	return changes.map(({ name, old, new: value }) => `${name}: ${old ?? "–"} → ${value ?? "–"}`).join("; ");
}

function whyOf({ reason, code, uncertain, notBefore }: PredictedUser): string {
	const why = code === null ? reason : `${code}: ${reason}`;
	const waits = notBefore === null ? [] : [waitingWords(notBefore)];
	return [why, ...(uncertain === null ? [] : [uncertain]), ...waits].join(" ");
}
