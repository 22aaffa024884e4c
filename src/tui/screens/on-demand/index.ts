import { entryCommands } from "../../entry/entry-dialog.tsx";
import { userLogCommands } from "../../entry/user-log-dialog.tsx";
import type { ScreenDescriptor } from "../../shell/screen.ts";
import { whyCommands } from "../../why/why-dialog.tsx";
import { onDemandCommands } from "../people/people-commands.ts";
import { paneCommands } from "../people/run/run-commands.ts";

declare module "../../context/shell-context.ts" {
	interface ScreenIds {
		"on-demand": true;
	}
}

/** A route to provisioning on demand in the details of a user. */
export const onDemandScreen: ScreenDescriptor = {
	id: "on-demand",
	title: "On demand",
	short: "Demand",
	group: "people",
	jump: "o",
	load: async () => (await import("./on-demand-screen.tsx")).OnDemandScreen,
	commands: [...onDemandCommands, ...paneCommands, ...entryCommands, ...userLogCommands, ...whyCommands],
};
