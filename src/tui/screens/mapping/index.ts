import { createElement } from "react";
import { historyCommands, openHistoryCommands, versionCommands } from "../../history/history-commands.ts";
import type { ScreenDescriptor } from "../../shell/screen.ts";
import { editorCommands, typingCommands } from "./editor/editor-commands.ts";
import { functionIndexCommands } from "./editor/expression/function-commands.ts";
import { explanationCommands, inspectionCommands, trialCommands } from "./editor/inspection-commands.ts";
import { compareJobCommands } from "./job/compare-commands.ts";
import {
	mappingCommands,
	sampleCommands,
	sampleDialogCommands,
	targetCheckCommands,
	targetCheckDialogCommands,
} from "./preview/mapping-commands.ts";

declare module "../../context/shell-context.ts" {
	interface ScreenIds {
		mapping: true;
	}
}

/** The attribute mappings and their editor. */
export const mappingScreen: ScreenDescriptor = {
	id: "mapping",
	title: "Mapping",
	short: "Map",
	group: "rules",
	jump: "m",
	async load(session) {
		const [{ MappingScreen }, { mapping }] = await Promise.all([
			import("./mapping-screen.tsx"),
			session.rules(),
		]);
		return (props) => createElement(MappingScreen, { ...props, mapping });
	},
	commands: [
		...mappingCommands,
		...targetCheckCommands,
		...compareJobCommands,
		...openHistoryCommands,
		...sampleCommands,
		...inspectionCommands,
		...sampleDialogCommands,
		...editorCommands,
		...typingCommands,
		...explanationCommands,
		...trialCommands,
		...functionIndexCommands,
		...targetCheckDialogCommands,
		...historyCommands,
		...versionCommands,
	],
};
