import type { Remedy } from "../ports/errors/remedy.ts";
import type { LogAction } from "../ports/log/log-entry.ts";
import { errorCatalog } from "./errors/error-catalog.ts";
import { skipCatalog } from "./plan/action/skip-catalog.ts";

const categories = {
	NonServiceFailure: "the data, the settings or the target",
	Failure: "the network, the service, or this program",
} as const;

type Explained = { readonly meaning: string; readonly advice: string; readonly remedy: Remedy };

/** Log actions that were not carried out, or were made outside sumo-provision. */
export const warningCatalog: Readonly<
	Record<Extract<LogAction, "StagedAction" | "StagedDelete" | "Other">, Explained>
> = {
	StagedAction: {
		meaning:
			"The deletion guard holds back the deactivation of the account: the cycle had more deactivations and deletions than the maximum, would have left no managed account, or its source showed too few users. The last step says which.",
		advice: "Check which users are affected. Fix the cause at the source, or allow the changes one time.",
		remedy: { type: "allow-deletions" },
	},
	StagedDelete: {
		meaning: "The same for an account that would be deleted.",
		advice: "The same.",
		remedy: { type: "allow-deletions" },
	},
	Other: {
		meaning:
			"A drift check found an account that was changed in the target. The last step says what changed.",
		advice: "Repair drift, or set every drift check to repair what it finds.",
		remedy: { type: "repair-drift" },
	},
};

/** How the console and the command line render a remedy; empty when they have nothing to add. */
export type RemedyWords = {
	readonly console: (remedy: Remedy) => string;
	readonly commandLine: (remedy: Remedy) => string;
};

/** docs/errors.md, generated from the catalogs that log entries are made from. */
export function errorsDocument(words: RemedyWords): string {
	const cells = ({ meaning, advice, remedy }: Explained) =>
		`${meaning} | ${advice} | ${words.console(remedy)} | ${words.commandLine(remedy)} |`;
	const errors = Object.entries(errorCatalog).map(
		([code, explained]) => `| \`${code}\` | ${categories[explained.category]} | ${cells(explained)}`,
	);
	const warnings = Object.entries(warningCatalog).map(
		([action, explained]) => `| \`${action}\` | ${cells(explained)}`,
	);
	const skips = Object.entries(skipCatalog).map(
		([reason, explained]) => `| \`${reason}\` | ${cells(explained)}`,
	);
	return `# Error codes and skip reasons

This page is made from the tables in \`src/engine/errors/error-catalog.ts\`, \`src/engine/errors-document.ts\` and
\`src/engine/plan/action/skip-catalog.ts\`; a test compares them. To update it after a change: \`npx vitest run test/engine/errors-document.test.ts -u\`.

## Errors
A failed entry of the provisioning log has a code, a category, a reason that names the user, a recommended action, and the same as
data (\`remedy\`), which the console and the command line show as a key or a command. The category is \`NonServiceFailure\` when
the cause lies with ${categories.NonServiceFailure}, and \`Failure\` when it lies with ${categories.Failure}.

A failed user is retried after 6, 12 and 24 hours, then daily for 28 days. The user is retried at once after a change at the source or
of the mappings, when a missing role exists, when the blocking account was deleted here, on demand, and when the operator retries
the failed users (see \`InEscrow\` below). A failure that is found without a request, such as a missing value, is checked again in every cycle. \`sumo-provision why USER\` shows when the next
attempt is due. After 28 days only these triggers count; the failure stays listed until it is fixed or the user is unassigned. Days on
which no attempt was made, because provisioning was off or a clock was wrong, do not count.

| code | the cause lies with | what it means | what to do | in the console | on the command line |
|---|---|---|---|---|---|
${errors.join("\n")}

## Warnings
| action | what it means | what to do | in the console | on the command line |
|---|---|---|---|---|
${warnings.join("\n")}

## Skip reasons
A skipped entry has a reason in place of an error: nothing is wrong, and nothing was sent.

| reason | what it means | what changes it | in the console | on the command line |
|---|---|---|---|---|
${skips.join("\n")}
`;
}
