import { entryCommands } from "../../entry/entry-dialog.tsx";
import type { ScreenDescriptor } from "../../shell/screen.ts";
import { choosingCommands, stepsCommands } from "./on-demand-commands.ts";

declare module "../../context/shell-context.ts" {
	interface ScreenIds {
		"on-demand": true;
	}
}

/** Provision on demand: one user, step by step. */
export const onDemandScreen: ScreenDescriptor = {
	id: "on-demand",
	title: "On demand",
	short: "Demand",
	group: "people",
	jump: "o",
	load: async () => (await import("./on-demand-screen.tsx")).OnDemandScreen,
	commands: [...choosingCommands, ...stepsCommands, ...entryCommands],
};
