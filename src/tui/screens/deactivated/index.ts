import type { ScreenDescriptor } from "../../shell/screen.ts";
import { heirCommands } from "./choose-heir.tsx";
import { accountDialogCommands, deactivatedCommands } from "./deactivated-commands.ts";
import { DeactivatedScreen } from "./deactivated-screen.tsx";
import { snapshotsCommands } from "./snapshots-dialog.tsx";

/** Accounts that are inactive in Sumo, and the guided ways to delete them. */
export const deactivatedScreen: ScreenDescriptor = {
	id: "deactivated",
	title: "Deactivated",
	short: "Deact",
	key: "7",
	Screen: DeactivatedScreen,
	commands: [...deactivatedCommands, ...accountDialogCommands, ...heirCommands, ...snapshotsCommands],
};
