import type { ScreenDescriptor } from "../../shell/screen.ts";
import { heirCommands } from "./choose-heir.tsx";
import { accountDialogCommands, deactivatedCommands } from "./deactivated-commands.ts";
import { snapshotsCommands } from "./snapshots-dialog.tsx";

declare module "../../context/shell-context.ts" {
	interface ScreenIds {
		deactivated: true;
	}
}

/** Deactivated accounts in Sumo Logic, and their deletion. */
export const deactivatedScreen: ScreenDescriptor = {
	id: "deactivated",
	title: "Deactivated",
	short: "Deact",
	group: "accounts",
	jump: "d",
	load: async () => (await import("./deactivated-screen.tsx")).DeactivatedScreen,
	commands: [...deactivatedCommands, ...accountDialogCommands, ...heirCommands, ...snapshotsCommands],
};
