import type { ScreenDescriptor } from "../../shell/screen.ts";
import { accountDetailsCommands, accountsCommands, ownerCommands } from "./accounts-commands.ts";

/** Every account in Sumo, whose it is, and what somebody did to it behind our back. */
export const accountsScreen: ScreenDescriptor = {
	id: "accounts",
	title: "Accounts",
	short: "Accts",
	key: "9",
	load: async () => (await import("./accounts-screen.tsx")).AccountsScreen,
	commands: [...accountsCommands, ...accountDetailsCommands, ...ownerCommands],
};
