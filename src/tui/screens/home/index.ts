import { entryCommands } from "../../entry/entry-dialog.tsx";
import { handOverCommands } from "../../provisioning/hand-over-dialog.tsx";
import { limitsCommands } from "../../provisioning/limits-dialog.tsx";
import { provisioningCommands } from "../../provisioning/provisioning-commands.ts";
import type { ScreenDescriptor } from "../../shell/screen.ts";
import { cycleCommands, homeCommands } from "./home-commands.ts";

declare module "../../context/shell-context.ts" {
	interface ScreenIds {
		home: true;
	}
}

/** The state of the job, and everything that needs the operator. */
export const homeScreen: ScreenDescriptor = {
	id: "home",
	title: "Home",
	group: "home",
	jump: "h",
	load: async () => (await import("./home-screen.tsx")).HomeScreen,
	commands: [
		...homeCommands,
		...provisioningCommands,
		...limitsCommands,
		...handOverCommands,
		...entryCommands,
		...cycleCommands,
	],
};
