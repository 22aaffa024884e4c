import type { ScreenDescriptor } from "../../shell/screen.ts";
import { entraSetupCommands, setupDialogCommands, setupFormCommands } from "./entra-setup-commands.ts";

declare module "../../context/shell-context.ts" {
	interface ScreenIds {
		"entra-setup": true;
	}
}

/** The guide's steps in Entra and Sumo Logic: planned, applied and repeated. */
export const entraSetupScreen: ScreenDescriptor = {
	id: "entra-setup",
	title: "Set up Entra",
	short: "Entra",
	group: "setup",
	jump: "i",
	load: async () => (await import("./entra-setup-screen.tsx")).EntraSetupScreen,
	commands: [...entraSetupCommands, ...setupFormCommands, ...setupDialogCommands],
};
