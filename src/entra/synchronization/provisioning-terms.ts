import { z } from "zod";
import type { LogAction, LogStatus, LogStep } from "../../ports/log/log-entry.ts";
import { listOf } from "../graph/list.ts";

/*
 * The words of Entra's provisioning log and of its answer on demand. The reference, its samples and live tenants differ in case, and
 * new words come without notice: an unknown one must not hide the rest of an entry.
 */

const actions: Readonly<Record<string, LogAction>> = {
	create: "Create",
	update: "Update",
	delete: "Delete",
	disable: "Disable",
	enable: "Enable",
	stageddelete: "StagedDelete",
};

/** An action in any case; `Other` for one without a name here. */
export function actionOf(word: string | null | undefined): LogAction {
	return actions[(word ?? "").toLowerCase()] ?? "Other";
}

const statuses = [
	[/^succe/i, "success"],
	[/^skip/i, "skipped"],
	[/^warn/i, "warning"],
	[/^(fail|error)/i, "failure"],
] as const satisfies readonly (readonly [RegExp, LogStatus])[];

/** A status in any case and form (`Failure`, `failed`); `unknown` for another word, and null for none. */
export function statusOf(word: string | null | undefined): LogStatus | null {
	if (!word) return null;
	return statuses.find(([start]) => start.test(word))?.[1] ?? "unknown";
}

/** The step that shows the first of these words that is not the name of a status; none when all are. */
export function unknownStatusStep(...words: readonly (string | null | undefined)[]): readonly LogStep[] {
	const word = words.find((one) => statusOf(one) === "unknown");
	if (!word) return [];
	const description = `Entra reports the status "${word}", which is not known here.`;
	return [{ type: "processing", status: "unknown", description }];
}

/** The step that shows that an entry has no status, and so neither success nor failure. */
export const missingStatusStep: LogStep = {
	type: "processing",
	status: "unknown",
	description: "Entra reports no status.",
};

/** A step's status and description, with Entra's word for a status that is not known; a step without one may have failed. */
export function stepOutcome(
	word: string | null | undefined,
	description: string | null | undefined,
): Pick<LogStep, "status" | "description"> {
	const status = statusOf(word) ?? "unknown";
	const text = description ?? "";
	return { status, description: status === "unknown" ? `${text} (${word || "no status"})`.trim() : text };
}

const stepTypes: Readonly<Record<string, LogStep["type"]>> = {
	import: "import",
	scoping: "scoping",
	matching: "matching",
	processing: "processing",
	export: "export",
};

/** A step's type in any case; steps that Entra's five do not have, such as `referenceResolution`, are part of the processing. */
export function stepTypeOf(word: string | null | undefined): LogStep["type"] {
	return stepTypes[(word ?? "").toLowerCase()] ?? "processing";
}

/** A value as text; absent and empty ones are null. Objects are written as JSON. */
export const valueText = z
	.unknown()
	.optional()
	.transform((value): string | null => {
		if (value === null || value === undefined || value === "") return null;
		return typeof value === "string" ? value : JSON.stringify(value);
	});

/** Names and values in the order in which they came; null and absent count as none. */
export const details: z.ZodType<Readonly<Record<string, string>>> = z
	.record(z.string(), valueText)
	.nullish()
	.catch(null)
	.transform((given) =>
		Object.fromEntries(
			Object.entries(given ?? {}).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
		),
	);

export const modifiedProperties = listOf(
	z
		.object({ displayName: z.string().nullish(), oldValue: valueText, newValue: valueText })
		.transform(({ displayName, oldValue, newValue }) => ({
			name: displayName ?? "",
			old: oldValue,
			new: newValue,
		})),
);

export const identity = z
	.object({
		id: z.string().nullish(),
		displayName: z.string().nullish(),
		identityType: z.string().nullish(),
		details,
	})
	.nullish();

/** What Entra writes as the result of each scoping filter: JSON in a string, `{"<filter>.<attribute> EQUALS 'x'": true}`. */
const scopeResult = "ScopeEvaluationResult";

/** Details of a step as a log entry has them; JSON of the scoping filters becomes one detail per clause. */
export function stepDetails(given: Readonly<Record<string, string>>): Pick<LogStep, "details"> {
	const found = Object.entries(given).flatMap(([name, value]) =>
		name === scopeResult ? clauseResults(value) : [{ name, value }],
	);
	return found.length === 0 ? {} : { details: found };
}

function clauseResults(json: string): readonly { readonly name: string; readonly value: string }[] {
	const results = z.record(z.string(), z.unknown()).safeParse(parsed(json));
	if (!results.success) return [{ name: scopeResult, value: json }];
	return Object.entries(results.data).map(([clause, result]) => ({ name: clause, value: String(result) }));
}

function parsed(json: string): unknown {
	try {
		return JSON.parse(json);
	} catch {
		return undefined; // shown as it is
	}
}
