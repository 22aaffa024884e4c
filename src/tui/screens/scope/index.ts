import { createElement } from "react";
import { historyCommands, openHistoryCommands, versionCommands } from "../../history/history-commands.ts";
import type { ScreenDescriptor } from "../../shell/screen.ts";
import { clauseCommands } from "./clause-commands.ts";
import { affectedCommands, filterNameCommands, scopeCommands } from "./scope-commands.ts";

declare module "../../context/shell-context.ts" {
	interface ScreenIds {
		scope: true;
	}
}

/** The scope: assigned users or all users, and the scoping filters. */
export const scopeScreen: ScreenDescriptor = {
	id: "scope",
	title: "Scope",
	group: "rules",
	jump: "s",
	async load(session) {
		const [{ ScopeScreen }, rules] = await Promise.all([import("./scope-screen.tsx"), session.rules()]);
		return (props) => createElement(ScopeScreen, { ...props, ...rules });
	},
	commands: [
		...scopeCommands,
		...openHistoryCommands,
		...clauseCommands,
		...filterNameCommands,
		...affectedCommands,
		...historyCommands,
		...versionCommands,
	],
};
