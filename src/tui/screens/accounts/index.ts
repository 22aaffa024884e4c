import type { ScreenDescriptor } from "../../shell/screen.ts";
import { accountDetailsCommands, accountsCommands, ownerCommands } from "./accounts-commands.ts";
import { AccountsScreen } from "./accounts-screen.tsx";

/** Every account in Sumo, whose it is, and what somebody did to it behind our back. */
export const accountsScreen: ScreenDescriptor = {
	id: "accounts",
	title: "Accounts",
	short: "Accts",
	key: "9",
	Screen: AccountsScreen,
	commands: [...accountsCommands, ...accountDetailsCommands, ...ownerCommands],
};
