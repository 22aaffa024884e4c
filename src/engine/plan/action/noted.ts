import type { PlannedAction } from "./planned-action.ts";

/** An action that gives an account values which the target may refuse. */
export type Giving = Extract<PlannedAction, { type: "create" | "update" | "enable" }>;

/** The action with what may go wrong, also in its last step. */
export function noted(action: Giving, words: string): Giving {
	const last = action.steps.at(-1);
	const steps = [
		...action.steps.slice(0, -1),
		...(last === undefined ? [] : [{ ...last, description: `${last.description} ${words}` }]),
	];
	return { ...action, steps, note: action.note ? `${action.note} ${words}` : words };
}
