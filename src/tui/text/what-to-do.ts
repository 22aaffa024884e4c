import type { Remedy } from "../../ports/errors/remedy.ts";
import { asSentence } from "../../text/as-sentence.ts";

/** A remedy as a sentence with its key and screen: `Press p on screen 4 (Provisioning): run a cycle now.` Empty where nothing in the console helps. */
export type RemedyHint = (remedy: Remedy) => string;

/** What went wrong, with the key that helps, where there is one. */
export function withHint(problem: string, remedy: Remedy | undefined, hint: RemedyHint): string {
	const key = remedy === undefined ? "" : hint(remedy);
	if (key === "") return problem;
	return `${asSentence(problem)} ${key}`;
}

/** The recommended action of an error, with the key that carries it out. */
export function whatToDo(
	{ recommendedAction, remedy }: { readonly recommendedAction: string; readonly remedy: Remedy },
	hint: RemedyHint,
): string {
	return [recommendedAction, hint(remedy)].filter((part) => part !== "").join(" ");
}
