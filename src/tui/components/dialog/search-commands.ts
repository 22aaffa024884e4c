import type { Command } from "../../keys/command.ts";

/** What the keys of a search need. */
export type SearchView = {
	readonly move: (by: number) => void;
	readonly take: () => void;
	readonly back: () => void;
};

/** The keys of a search for a user. Ids start with `name`, which is unique in the console; `where` is for help and docs. */
export function searchCommands(
	name: string,
	{ where, take }: { readonly where: string; readonly take: string },
): readonly Command<SearchView>[] {
	return [
		{
			id: `${name}.next`,
			keys: ["down", "tab"],
			title: "Next user",
			where,
			run: (view) => view.move(1),
		},
		{
			id: `${name}.previous`,
			keys: ["up", "shift+tab"],
			title: "Previous user",
			where,
			run: (view) => view.move(-1),
		},
		{ id: `${name}.take`, keys: ["enter"], title: take, hint: "choose", where, run: (view) => view.take() },
		{ id: `${name}.back`, keys: ["escape"], title: "Back", hint: "back", where, run: (view) => view.back() },
	];
}
