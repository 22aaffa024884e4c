import type { ScreenDescriptor } from "../../shell/screen.ts";
import { settingEditingCommands, settingsCommands } from "./settings-commands.ts";
import { SettingsScreen } from "./settings-screen.tsx";

/** The settings of the profile that have no screen of their own. */
export const settingsScreen: ScreenDescriptor = {
	id: "settings",
	title: "Settings",
	key: "0",
	Screen: SettingsScreen,
	commands: [...settingsCommands, ...settingEditingCommands],
};
