import type { LogAction } from "../ports/log-entry.ts";
import { errorCatalogue } from "./errors/error-catalogue.ts";
import { skipCatalogue } from "./plan/skip-catalogue.ts";

const categories = {
	NonServiceFailure: "the data, the settings or the target",
	Failure: "the network, the service, or this program",
} as const;

/** What the log calls actions that were not carried out, or not by us. */
const warnings: readonly (readonly [action: LogAction, meaning: string, remedy: string])[] = [
	[
		"StagedAction",
		"The account would be disabled, and the guard against accidental deletions holds that back: the cycle had more of them than it allows.",
		"Look at whom it concerns (plan screen, or run --plan). Repair the cause at the source, or allow them once (A on the provisioning screen).",
	],
	["StagedDelete", "The same for an account that would be deleted.", "The same."],
	[
		"Other",
		"Somebody else changed the account in the target, as a comparison for drift found. Its last step says what.",
		"Repair drift (accounts screen, or drift --repair), or let every comparison repair what it finds (settings screen, or --drift-repair on).",
	],
];

/** docs/errors.md, from the catalogues that the log's entries are made with. */
export function errorsDocument(): string {
	const errors = Object.entries(errorCatalogue).map(
		([code, { category, meaning, remedy }]) =>
			`| \`${code}\` | ${categories[category]} | ${meaning} | ${remedy} |`,
	);
	const skips = Object.entries(skipCatalogue).map(
		([reason, { meaning, remedy }]) => `| \`${reason}\` | ${meaning} | ${remedy} |`,
	);
	return `# Error codes and skip reasons

This page is made from the tables in \`src/engine/errors/error-catalogue.ts\` and \`src/engine/plan/skip-catalogue.ts\`; a test holds it equal to
them. To renew it after a change: \`npx vitest run test/engine/errors-document.test.ts -u\`.

## Errors
An entry of the provisioning log that failed has a code, a category, a reason that names the user, and a recommended action. The
category is \`NonServiceFailure\` when the cause lies with ${categories.NonServiceFailure}, and \`Failure\` when it lies with
${categories.Failure}.

Whoever failed is tried again after 6, 12 and 24 hours, then daily for 28 days, and at once after a change at the source or of the mappings, when a missing role exists, when the account in the way was deleted from here, on demand, and when the
operator asks for it (\`t\` on the provisioning screen). A failure that is found without a request, such as a missing value, is looked at
again in every cycle. \`sumo-provision why USER\` says when somebody's next try is due. After 28 days only these count; the failure stays listed until it is mended or the user unassigned.

| code | the cause lies with | what it means | what to do |
|---|---|---|---|
${errors.join("\n")}

## Warnings
| action | what it means | what to do |
|---|---|---|
${warnings.map(([action, meaning, remedy]) => `| \`${action}\` | ${meaning} | ${remedy} |`).join("\n")}

## Skip reasons
An entry that was skipped has a reason in place of an error: nothing is wrong, and nothing was sent.

| reason | what it means | what changes it |
|---|---|---|
${skips.join("\n")}
`;
}
