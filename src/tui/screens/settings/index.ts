import type { ScreenDescriptor } from "../../shell/screen.ts";
import { settingEditingCommands, settingsCommands } from "./settings-commands.ts";

declare module "../../context/shell-context.ts" {
	interface ScreenIds {
		settings: true;
	}
}

/** The settings of the profile that have no screen of their own. */
export const settingsScreen: ScreenDescriptor = {
	id: "settings",
	title: "Settings",
	group: "settings",
	jump: "e",
	load: async () => (await import("./settings-screen.tsx")).SettingsScreen,
	commands: [...settingsCommands, ...settingEditingCommands],
};
