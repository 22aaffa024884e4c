import type { ModifiedProperty } from "../../../mapping/modified-property.ts";
import type { LogStep } from "../../../ports/log/log-entry.ts";
import { localTimes, localValue } from "../../text/local-times.ts";
import { markOf } from "../../text/outcome-mark.ts";
import type { Detail } from "./detail-pane.tsx";

/** A blank line and a heading. */
export function heading(text: string): readonly Detail[] {
	return [{ text: "" }, { text, bold: true, tone: "accent" }];
}

/** The section "Values": each changed property as old → new. Empty without changes. */
export function valuesSection(changes: readonly ModifiedProperty[]): readonly Detail[] {
	if (changes.length === 0) return [];
	return [
		...heading("Values"),
		...changes.map(({ name, old, new: next }) => ({
			label: name,
			text: old === null ? shown(next) : `${localValue(old)} → ${shown(next)}`,
		})),
	];
}

function shown(value: string | null): string {
	return value === null ? "(none)" : localValue(value);
}

/** The section "Steps": each provisioning step with its status. Empty without steps. */
export function stepsSection(steps: readonly LogStep[]): readonly Detail[] {
	if (steps.length === 0) return [];
	return [
		...heading("Steps"),
		...steps.flatMap(({ type, status, description, details = [] }): readonly Detail[] => {
			const { glyph, word, tone } = markOf(status);
			return [
				{ label: type, text: `${glyph} ${word}: ${localTimes(description)}`, tone },
				...details.map(({ name, value }) => ({ label: `  ${name}`, text: localValue(value) })),
			];
		}),
	];
}
