import type { ScopeEffect, ScopeUser } from "../../../app/scope/scope.ts";
import { andMore } from "../../../text/and-more.ts";
import { counted } from "../../../text/counted.ts";
import { thousands } from "../../../text/thousands.ts";
import { keyFor } from "../../keys/key-table.ts";
import { cutText } from "../../text/fit-text.ts";
import { initialCycle } from "../../text/initial-cycle.ts";
import type { LiveEffect } from "./use-scope-effect.ts";

/** `412 of 5,310 users in scope · 12 enter · 3 leave, 2 of them disabled`. */
export function effectText({ users, inScope, entering, leaving, disabled }: ScopeEffect): string {
	const enter = `${thousands(entering.length)} ${entering.length === 1 ? "enters" : "enter"}`;
	const leave = `${thousands(leaving.length)} ${leaving.length === 1 ? "leaves" : "leave"}`;
	const parts = [
		`${thousands(inScope)} of ${thousands(users)} users in scope`,
		...(entering.length === 0 ? [] : [enter]),
		...(leaving.length === 0 ? [] : [`${leave}, ${thousands(disabled)} of them deactivated`]),
	];
	return parts.join(" · ");
}

/** The effect as text, or why it is not available. */
export function liveText({ problems, effect, loading, failed }: LiveEffect): string {
	const error = problems.find(({ severity }) => severity === "error");
	if (error !== undefined) return `✗ ${error.message}`;
	if (failed !== null) return `✗ ${failed}`;
	return countText({ effect, loading });
}

/** The effect as text while the scope is edited; what is wrong with the scope is left out. */
export function countText({ effect, loading }: Pick<LiveEffect, "effect" | "loading">): string {
	if (effect === null)
		return loading ? "Counting users in scope…" : "Complete the clause to count users in scope.";
	return `${effectText(effect)}${loading ? " · counting…" : ""}`;
}

/** What happens to the account of a user who enters or leaves. */
export function resultText({ fate }: ScopeUser, enters: boolean): string {
	switch (fate) {
		case "provision":
			return "is provisioned";
		case "disable":
			return "account is deactivated";
		case "ignore":
			return enters ? "disabled at the source, not created" : "not changed";
	}
}

const named = 5;

/** The effect of saving, for the confirmation. */
export function savingLines(effect: ScopeEffect): readonly string[] {
	const lost = effect.leaving.filter(({ fate }) => fate === "disable");
	const names = lost.slice(0, named).map(({ displayName }) => cutText(displayName, 24));
	const { held, disabled } = effect;
	return [
		`${effectText(effect)}.`,
		initialCycle,
		disabled === 0
			? "The change deactivates no accounts."
			: `The change deactivates ${counted(disabled, "account")} in Sumo Logic: ${andMore(names, lost.length)}.`,
		...(held === null
			? []
			: [`${held} The deletion guard holds them back until you press ${keyFor("allow")} on the log screen.`]),
	];
}
