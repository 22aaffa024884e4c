import { entryCommands } from "../../entry/entry-dialog.tsx";
import { handOverCommands } from "../../provisioning/hand-over-dialog.tsx";
import { limitsCommands } from "../../provisioning/limits-dialog.tsx";
import { provisioningCommands } from "../../provisioning/provisioning-commands.ts";
import type { ScreenDescriptor } from "../../shell/screen.ts";
import { whyCommands } from "../../why/why-dialog.tsx";
import { logCommands } from "./log-panel.tsx";

declare module "../../context/shell-context.ts" {
	interface ScreenIds {
		provisioning: true;
	}
}

/** Status and control of provisioning, with the live log. */
export const provisioningScreen: ScreenDescriptor = {
	id: "provisioning",
	title: "Log",
	group: "log",
	jump: "l",
	load: async () => (await import("./provisioning-screen.tsx")).ProvisioningScreen,
	commands: [
		...provisioningCommands,
		...limitsCommands,
		...handOverCommands,
		...logCommands,
		...entryCommands,
		...whyCommands,
	],
};
