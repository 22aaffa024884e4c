import type { ScopeEffect, ScopeUser } from "../../../app/scope/scope.ts";
import { some } from "../../text/count-text.ts";
import { cutText } from "../../text/fit-text.ts";
import { initialCycle } from "../../text/initial-cycle.ts";
import type { LiveEffect } from "./use-scope-effect.ts";

/** `5,310`. */
function grouped(count: number): string {
	return count.toLocaleString("en");
}

/** `412 of 5,310 users in scope · 12 enter · 3 leave, 2 of them disabled`. */
export function effectText({ users, inScope, entering, leaving, disabled }: ScopeEffect): string {
	const enter = `${grouped(entering.length)} ${entering.length === 1 ? "enters" : "enter"}`;
	const leave = `${grouped(leaving.length)} ${leaving.length === 1 ? "leaves" : "leave"}`;
	const parts = [
		`${grouped(inScope)} of ${grouped(users)} users in scope`,
		...(entering.length === 0 ? [] : [enter]),
		...(leaving.length === 0 ? [] : [`${leave}, ${grouped(disabled)} of them disabled`]),
	];
	return parts.join(" · ");
}

/** The same while it is worked out, or cannot be. */
export function liveText({ problems, effect, loading, failed }: LiveEffect): string {
	const error = problems.find(({ severity }) => severity === "error");
	if (error !== undefined) return `✗ ${error.message}`;
	if (failed !== null) return `✗ ${failed}`;
	if (effect === null)
		return loading ? "Counting who is in scope…" : "Name an attribute to count who is in scope.";
	return `${effectText(effect)}${loading ? " · counting…" : ""}`;
}

/** What becomes of somebody who enters or leaves. */
export function fateText({ fate }: ScopeUser, enters: boolean): string {
	switch (fate) {
		case "provision":
			return "is provisioned";
		case "disable":
			return "is disabled in Sumo Logic";
		case "ignore":
			return enters ? "disabled in Entra ID, not created" : "stays as it is";
	}
}

const named = 5;

/** What saving does, for the question before it. `effect` is null when it could not be worked out, for `why`. */
export function savingLines(effect: ScopeEffect | null, why: string): readonly string[] {
	if (effect === null) return [initialCycle, `Whom that concerns could not be worked out: ${why}`];
	const lost = effect.leaving.filter(({ fate }) => fate === "disable");
	const names = lost.slice(0, named).map(({ displayName }) => cutText(displayName, 24));
	const more = lost.length > named ? ` and ${grouped(lost.length - named)} more` : "";
	const { guard, disabled } = effect;
	return [
		`${effectText(effect)}.`,
		initialCycle,
		disabled === 0
			? "Nobody is disabled by the change."
			: `It disables ${some(disabled, "account")} in Sumo Logic: ${names.join(", ")}${more}.`,
		...(guard !== null && disabled > guard
			? [
					`The guard against accidents lets ${guard} go in one cycle: these are held back until A on the provisioning screen allows them.`,
				]
			: []),
	];
}
