import type { ScreenDescriptor } from "../../shell/screen.ts";
import { accountDetailsCommands, accountsCommands, ownerCommands } from "./accounts-commands.ts";

declare module "../../context/shell-context.ts" {
	interface ScreenIds {
		accounts: true;
	}
}

/** All accounts in Sumo Logic with their users and their drift. */
export const accountsScreen: ScreenDescriptor = {
	id: "accounts",
	title: "Accounts",
	short: "Accts",
	group: "accounts",
	jump: "a",
	load: async () => (await import("./accounts-screen.tsx")).AccountsScreen,
	commands: [...accountsCommands, ...accountDetailsCommands, ...ownerCommands],
};
