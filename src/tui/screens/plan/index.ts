import type { ScreenDescriptor } from "../../shell/screen.ts";
import { planCommands, plannedActionCommands } from "./plan-commands.ts";

declare module "../../context/shell-context.ts" {
	interface ScreenIds {
		plan: true;
	}
}

/** What a cycle would do. */
export const planScreen: ScreenDescriptor = {
	id: "plan",
	title: "Plan",
	group: "plan",
	jump: "p",
	load: async () => (await import("./plan-screen.tsx")).PlanScreen,
	commands: [...planCommands, ...plannedActionCommands],
};
