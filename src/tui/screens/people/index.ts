import { entryCommands } from "../../entry/entry-dialog.tsx";
import { userLogCommands } from "../../entry/user-log-dialog.tsx";
import type { ScreenDescriptor } from "../../shell/screen.ts";
import { whyCommands } from "../../why/why-dialog.tsx";
import { peopleCommands, peopleDialogCommands } from "./people-commands.ts";
import { paneCommands } from "./run/run-commands.ts";

declare module "../../context/shell-context.ts" {
	interface ScreenIds {
		people: true;
	}
}

/** Users and groups of the tenant, and their assignments. */
export const peopleScreen: ScreenDescriptor = {
	id: "people",
	title: "Users & groups",
	short: "Users",
	group: "people",
	jump: "u",
	load: async () => (await import("./people-screen.tsx")).PeopleScreen,
	commands: [
		...peopleCommands,
		...paneCommands,
		...peopleDialogCommands,
		...entryCommands,
		...userLogCommands,
		...whyCommands,
	],
};
