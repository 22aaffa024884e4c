import type { ScreenDescriptor } from "../../shell/screen.ts";
import { planCommands, plannedActionCommands } from "./plan-commands.ts";
import { PlanScreen } from "./plan-screen.tsx";

/** What a cycle would do. */
export const planScreen: ScreenDescriptor = {
	id: "plan",
	title: "Plan",
	key: "5",
	Screen: PlanScreen,
	commands: [...planCommands, ...plannedActionCommands],
};
