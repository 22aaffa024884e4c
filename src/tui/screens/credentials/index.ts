import { setupCommands } from "../../setup/setup-commands.ts";
import type { ScreenDescriptor } from "../../shell/screen.ts";
import { credentialsCommands, fieldEditingCommands } from "./credentials-commands.ts";

declare module "../../context/shell-context.ts" {
	interface ScreenIds {
		credentials: true;
	}
}

/** Target and source of the profile. */
export const credentialsScreen: ScreenDescriptor = {
	id: "credentials",
	title: "Credentials",
	short: "Creds",
	group: "setup",
	jump: "c",
	load: async () => (await import("./credentials-screen.tsx")).CredentialsScreen,
	commands: [...credentialsCommands, ...fieldEditingCommands, ...setupCommands],
};
