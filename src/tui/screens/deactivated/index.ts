import type { ScreenDescriptor } from "../../shell/screen.ts";
import { heirCommands } from "./choose-heir.tsx";
import { accountDialogCommands, deactivatedCommands } from "./deactivated-commands.ts";
import { snapshotsCommands } from "./snapshots-dialog.tsx";

/** Accounts that are inactive in Sumo, and the guided ways to delete them. */
export const deactivatedScreen: ScreenDescriptor = {
	id: "deactivated",
	title: "Deactivated",
	short: "Deact",
	key: "7",
	load: async () => (await import("./deactivated-screen.tsx")).DeactivatedScreen,
	commands: [...deactivatedCommands, ...accountDialogCommands, ...heirCommands, ...snapshotsCommands],
};
