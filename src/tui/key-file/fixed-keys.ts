import type { CommandInfo } from "../keys/command.ts";

/** Keys that the console itself reads, with what they do. */
const own = [
	["ctrl+c", "quit immediately"],
	["ctrl+z", "suspend"],
	["g", "go to a screen"],
] as const;

/** The keys that commands have by themselves, not through the table of letters, with what they do: no action can have them. */
export function fixedKeys(commands: readonly CommandInfo[]): ReadonlyMap<string, string> {
	return new Map<string, string>([
		...commands.flatMap(({ keys = [], title }) => keys.map((key) => [key, `"${title}"`] as const)),
		...own,
	]);
}
