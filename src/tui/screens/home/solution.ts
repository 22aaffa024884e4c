import type { RemedyTarget, ScreenId } from "../../context/shell-context.ts";
import { keyLabel } from "../../keys/key-press.ts";
import { keyFor, keysOf } from "../../keys/key-table.ts";
import { provisioningCommands } from "../../provisioning/provisioning-commands.ts";

/** How a matter is solved from Home. */
export type Solution = {
	/** `A allow`, or `f Mapping`; empty where only time or the outside helps. */
	readonly label: string;
	/** The screen that `f` goes to; null where a key of Home or only time solves it. */
	readonly screen: ScreenId | null;
};

/** The key of Home that carries a remedy out, or the screen where that is done. */
export function solutionOf(target: RemedyTarget | null): Solution {
	if (target === null) return { label: "", screen: null };
	const here = provisioningCommands.find(({ id }) => id === target.command);
	const [key] = here === undefined ? [] : keysOf(here);
	if (here !== undefined && key !== undefined)
		return {
			label: `${keyLabel(key)} ${here.hint ?? here.title.split(" ")[0]?.toLowerCase()}`,
			screen: null,
		};
	return { label: `${keyFor("fix")} ${target.title}`, screen: target.screen };
}
