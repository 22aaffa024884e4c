import { Box, Text } from "ink";
import { useState } from "react";
import type { Mapping, MappingRow } from "../../../../app/mapping/mapping.ts";
import { SuggestionList } from "../../../components/input/suggestions.tsx";
import { useVisited } from "../../../components/input/use-visited.ts";
import { useShell } from "../../../context/shell-context.ts";
import { useTask } from "../../../hooks/use-task.ts";
import { useCommands } from "../../../keys/use-keys.ts";
import { cutText, graphemes } from "../../../text/fit-text.ts";
import { paint } from "../../../theme/theme.ts";
import { sampleCommands, targetCheckCommands } from "../preview/mapping-commands.ts";
import type { Sample } from "../preview/use-sample.ts";
import { editorCommands } from "./editor-commands.ts";
import { type EditorDialog, EditorDialogs } from "./editor-dialogs.tsx";
import { type EditorFieldId, editorFields, sourceField, toggleOption } from "./editor-fields.ts";
import { fieldOf, isError, markOf } from "./editor-problems.ts";
import { EditorRow } from "./editor-row.tsx";
import { offsetOf } from "./expression/area-edit.ts";
import { layOutArea } from "./expression/area-layout.ts";
import { functionAt, isInText } from "./expression/function-help.tsx";
import { LiveResult } from "./live-result.tsx";
import { withType } from "./mapping-form.ts";
import { MappingInspection } from "./mapping-inspection.tsx";
import { ProblemView } from "./problem-view.tsx";
import { checkedAtOnce, useMappingDraft } from "./use-mapping-draft.ts";
import { useTyping } from "./use-typing.ts";
import { useTypingCommands } from "./use-typing-commands.ts";

export type MappingEditorProps = {
	readonly mapping: Mapping;
	/** The mapping to edit; null for a new one. */
	readonly row: MappingRow | null;
	readonly sample: Sample;
	readonly width: number;
	readonly height: number;
	readonly onClose: () => void;
	/** Called with the target of the saved mapping and a message. */
	readonly onSaved: (target: string, said: string) => void;
};

/** Lines for the expression: one more than it needs, within the available height. */
function areaLines(expression: string, width: number, height: number): number {
	const maxLines = Math.max(3, Math.min(16, height - 15));
	if (expression.length > checkedAtOnce) return maxLines;
	return Math.min(maxLines, Math.max(5, layOutArea(graphemes(expression), width - 3).length + 1));
}

/** Edits one mapping; checks and evaluates it for the sample user while typing. */
export function MappingEditor(props: MappingEditorProps) {
	const { mapping, row, sample, width, height, onClose, onSaved } = props;
	const { toast } = useShell();
	const task = useTask();
	const edits = useMappingDraft(mapping, row, !sample.loading);
	const { names, form, change, draft, unsaved, edited, problems } = edits;
	const [focus, setFocus] = useState(0);
	const [over, setOver] = useState<EditorDialog | null>(null);
	const typing = useTyping(form, change, names, row === null ? "target" : null);
	const visited = useVisited<EditorFieldId>();
	// A saved mapping shows its problems, but not those of a text while it is typed for the first time. An expression is code, and is
	// checked while it is typed.
	const shownProblems = problems.filter((problem) => {
		const id = fieldOf(problem, form);
		return id === "expression" || visited.shows(id) || (row !== null && typing.field !== id);
	});
	const isFaulty = problems.some(isError);
	const without = withoutResult({
		isBlank: edits.isBlank,
		isFaulty,
		isShown: shownProblems.some(isError),
		isChoosing: typing.field === "attribute" && typing.suggestions.length > 0,
	});
	const fields = editorFields(form);
	const index = Math.min(focus, fields.length - 1);
	const field = fields[index];
	const move = (by: number) => setFocus(Math.max(0, Math.min(fields.length - 1, index + by)));

	const finish = () => {
		if (typing.field !== null) visited.leave(typing.field);
		typing.start(null);
	};
	const save = async () => {
		setOver(null);
		visited.leaveAll();
		if (!edited && row !== null) {
			toast.note("There are no edits to save.");
			return;
		}
		await task.run("Saving…", async () => {
			const { target, isFormatted } = await edits.save();
			onSaved(target, `Saved ${target}${isFormatted ? " with its expression formatted" : ""}.`);
		});
	};
	useCommands(
		editorCommands,
		{
			edited,
			onSwitch: field?.kind === "switch",
			move,
			edit() {
				if (field === undefined) return;
				if (field.kind === "switch") change(toggleOption(form, field.id));
				else if (field.kind === "choice") setOver({ type: "choice" });
				else typing.start(field.id);
			},
			save,
			undo: edits.undo,
			back: () => (edited ? setOver({ type: "leave" }) : onClose()),
		},
		{ active: typing.field === null },
	);
	useCommands(sampleCommands, { step: sample.step, choose: () => setOver({ type: "sample" }) });
	useCommands(targetCheckCommands, () => setOver({ type: "check", draft: unsaved }), {
		active: typing.field === null,
	});
	const here = () => functionAt(form.expression, offsetOf(typing.expression));
	useTypingCommands(typing, {
		save,
		finish(thenMove) {
			finish();
			move(thenMove);
		},
		leave() {
			if (typing.changed && field !== undefined) setOver({ type: "leaveField", label: field.label });
			else finish();
		},
		reference: () => setOver({ type: "reference", descriptor: here() ?? null }),
	});

	const hasArea = form.type === "expression";
	const areaHeight = hasArea ? areaLines(form.expression, width, height) : 0;
	const left = Math.max(1, height - fields.length - areaHeight - (hasArea ? 3 : 2));
	const title = row === null ? "Add a mapping" : `Edit ${row.mapping.target}`;
	return (
		<Box flexDirection="column" width={width} height={height}>
			<Text wrap="truncate-end">
				<Text bold>{task.busy ?? cutText(title, Math.max(20, width - 50))}</Text>
				{edited && <Text {...paint("caution")}>{"  * unsaved; saving makes the next cycle initial"}</Text>}
			</Text>
			{fields.map((one, place) => (
				<EditorRow
					key={one.id}
					field={one}
					form={form}
					typing={typing}
					focused={place === index}
					mark={markOf(shownProblems, one.id, form)}
					width={width}
					areaHeight={areaHeight}
					leaves={({ name }) =>
						name === "?" && here() !== undefined && !isInText(form.expression, offsetOf(typing.expression))
					}
					onChange={change}
					onClick={() => {
						if (place === index) return typing.field === null ? "enter" : undefined;
						finish();
						setFocus(place);
						return undefined;
					}}
				/>
			))}
			<LiveResult mapping={mapping} sample={sample} draft={draft} without={without} width={width} />
			<Box flexDirection="column" height={left} overflow="hidden">
				{typing.suggestions.length > 0 ? (
					<SuggestionList
						suggestions={typing.suggestions}
						marked={typing.marked}
						width={width}
						height={Math.min(10, left)}
						onMark={typing.mark}
					/>
				) : (
					<ProblemView problems={shownProblems} width={width} height={left} />
				)}
			</Box>
			<MappingInspection
				mapping={mapping}
				draft={unsaved}
				faulty={isFaulty}
				sample={sample}
				width={width}
				height={height}
			/>
			{over && (
				<EditorDialogs
					open={over}
					mapping={mapping}
					type={form.type}
					sample={sample}
					width={width}
					height={height}
					onType={(type) => {
						const next = withType(form, type);
						change(next);
						const source = sourceField(type);
						if (source === undefined) return;
						move(1);
						typing.start(source.id, next);
					}}
					onSave={save}
					onDrop={() => {
						edits.forget();
						onClose();
					}}
					onDropText={() => {
						typing.restore();
						finish();
					}}
					onClose={() => setOver(null)}
				/>
			)}
		</Box>
	);
}

/** Why the mapping has no result for the sample user; null: it has one. */
function withoutResult({
	isBlank,
	isFaulty,
	isShown,
	isChoosing,
}: {
	readonly isBlank: boolean;
	readonly isFaulty: boolean;
	/** Whether an error is shown, not only that something is missing. */
	readonly isShown: boolean;
	readonly isChoosing: boolean;
}): string | null {
	if (isBlank) return "enter target and source to see the result";
	if (isFaulty) return isShown ? "fix the error to see the result" : "complete the mapping to see the result";
	return isChoosing ? "complete the attribute to see the result" : null;
}
