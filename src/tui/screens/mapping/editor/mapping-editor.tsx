import { isDeepStrictEqual } from "node:util";
import { Box, Text } from "ink";
import { useMemo, useState } from "react";
import type { Mapping, MappingProblem, MappingRow } from "../../../../app/mapping/mapping.ts";
import type { MappingDraft } from "../../../../app/mapping/mapping-draft.ts";
import { canonicalExpression } from "../../../../mapping/definition/canonical-expression.ts";
import { SuggestionList } from "../../../components/input/suggestions.tsx";
import { useVisited } from "../../../components/input/use-visited.ts";
import { useShell } from "../../../context/shell-context.ts";
import { useUnsaved } from "../../../context/use-unsaved.ts";
import { useBasis } from "../../../hooks/use-basis.ts";
import { useSettled } from "../../../hooks/use-settled.ts";
import { useSuspend } from "../../../hooks/use-suspend.ts";
import { useTask } from "../../../hooks/use-task.ts";
import { useCommands } from "../../../keys/use-keys.ts";
import { cutText, graphemes } from "../../../text/fit-text.ts";
import type { Mark } from "../../../text/outcome-mark.ts";
import { paint } from "../../../theme/theme.ts";
import { sampleCommands, targetCheckCommands } from "../preview/mapping-commands.ts";
import type { Sample } from "../preview/use-sample.ts";
import { editorCommands, typingCommands } from "./editor-commands.ts";
import { type EditorDialog, EditorDialogs } from "./editor-dialogs.tsx";
import { type EditorFieldId, editorFields, sourceField, toggleOption } from "./editor-fields.ts";
import { EditorRow } from "./editor-row.tsx";
import { keepCaret, offsetOf, withPlainLineEnds } from "./expression/area-edit.ts";
import { layOutArea } from "./expression/area-layout.ts";
import { editElsewhere, editorCommand } from "./expression/external-editor.ts";
import { functionAt, isInText } from "./expression/function-help.tsx";
import { LiveResult } from "./live-result.tsx";
import { formOf, isEdited, type MappingForm, mappingOf, withType } from "./mapping-form.ts";
import { MappingInspection } from "./mapping-inspection.tsx";
import { ProblemView } from "./problem-view.tsx";
import { useTyping } from "./use-typing.ts";

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

const marks = {
	error: { glyph: "✗", word: "error", tone: "bad" },
	warning: { glyph: "!", word: "warning", tone: "caution" },
} as const satisfies Readonly<Record<MappingProblem["severity"], Mark>>;

/** The name of an unsaved mapping in the dialog before quitting. */
export const editedMapping = "the mapping";

/** Maximum length of an expression that is checked on each key; a longer one is checked when typing pauses. */
const checkedAtOnce = 2000;
const pause = 150;

const ofAttribute: ReadonlySet<MappingProblem["code"]> = new Set([
	"unknown-source",
	"needs-expression",
	"several-values",
]);

/** The field of a problem: the expression for one with a position in it, otherwise the attribute or the target. */
function fieldOf({ code, place }: MappingProblem, form: MappingForm): EditorFieldId {
	const isPlaced =
		form.type === "expression" && place !== null && place.caret.split("\n", 1)[0] !== form.target;
	if (isPlaced) return "expression";
	return form.type === "direct" && ofAttribute.has(code) ? "attribute" : "target";
}

/** The worst problem of a field. */
function markOf(problems: readonly MappingProblem[], field: EditorFieldId, form: MappingForm): Mark | null {
	const own = problems.filter((problem) => fieldOf(problem, form) === field);
	const worst = own.find(({ severity }) => severity === "error") ?? own[0];
	return worst === undefined ? null : marks[worst.severity];
}

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
	const suspendFor = useSuspend();
	const task = useTask();
	const before = useMemo(() => formOf(row?.mapping ?? null), [row]);
	const [form, setForm] = useState(before);
	const basis = useBasis(
		() => mapping.rows().find((one) => one.mapping.target === row?.mapping.target)?.mapping,
		() => row?.mapping,
	);
	const [focus, setFocus] = useState(0);
	const [over, setOver] = useState<EditorDialog | null>(null);
	// The columns of a file are known once the sample users have been read.
	const isRead = !sample.loading;
	const names = useMemo(
		() => ({ targets: mapping.targetPaths(), attributes: mapping.sourceAttributes(), isRead }),
		[mapping, isRead],
	);
	const typing = useTyping(form, setForm, names, row === null ? "target" : null);
	const visited = useVisited<EditorFieldId>();
	const draft = useMemo(() => mappingOf(form), [form]);
	const edited = isEdited(form, before);
	useUnsaved(editedMapping, edited);
	const replaces = row?.mapping.target;
	const unsaved: MappingDraft = replaces === undefined ? { mapping: draft } : { mapping: draft, replaces };
	const settled = useSettled(draft, pause);
	const checked = form.expression.length > checkedAtOnce ? settled : draft;
	const problems = useMemo(
		() => (names && (edited || row !== null) ? mapping.check(checked, replaces) : []),
		[mapping, names, checked, replaces, edited, row],
	);
	// A saved mapping shows its problems, but not those of a text while it is typed for the first time. An expression is code, and is
	// checked while it is typed.
	const shownProblems = problems.filter((problem) => {
		const id = fieldOf(problem, form);
		return id === "expression" || visited.shows(id) || (row !== null && typing.field !== id);
	});
	const faulty = problems.some(({ severity }) => severity === "error");
	const choosing = typing.field === "attribute" && typing.suggestions.length > 0;
	const without =
		row === null && !edited
			? "enter target and source to see the result"
			: faulty
				? shownProblems.some(({ severity }) => severity === "error")
					? "fix the error to see the result"
					: "complete the mapping to see the result"
				: choosing
					? "complete the attribute to see the result"
					: null;
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
			const { target, source } = await basis.save((began) => mapping.save(draft, replaces, began));
			const isFormatted = !isDeepStrictEqual(source, draft.source);
			onSaved(target, `Saved ${target}${isFormatted ? " with its expression formatted" : ""}.`);
		});
	};
	const here = () => functionAt(form.expression, offsetOf(typing.expression));
	useCommands(
		editorCommands,
		{
			edited,
			onSwitch: field?.kind === "switch",
			move,
			edit() {
				if (field === undefined) return;
				if (field.kind === "switch") setForm(toggleOption(form, field.id));
				else if (field.kind === "choice") setOver({ type: "choice" });
				else typing.start(field.id);
			},
			save,
			undo: () => setForm(before),
			back: () => (edited ? setOver({ type: "leave" }) : onClose()),
		},
		{ active: typing.field === null },
	);
	useCommands(sampleCommands, { step: sample.step, choose: () => setOver({ type: "sample" }) });
	useCommands(targetCheckCommands, () => setOver({ type: "check", draft: unsaved }), {
		active: typing.field === null,
	});
	useCommands(
		typingCommands,
		{
			suggesting: typing.suggestions.length > 0,
			inExpression: typing.field === "expression",
			mark: typing.mark,
			take: typing.take,
			dismiss: typing.dismiss,
			finish(thenMove) {
				finish();
				move(thenMove);
			},
			leave() {
				if (typing.changed && field !== undefined) setOver({ type: "leaveField", label: field.label });
				else finish();
			},
			reference() {
				setOver({ type: "reference", descriptor: here() ?? null });
			},
			async external() {
				const command = editorCommand(process.env);
				if (command === undefined) {
					toast.warn("No editor is configured.", "Set VISUAL or EDITOR and restart the console.");
					return;
				}
				toast.clear();
				await suspendFor(async () => {
					const text = withPlainLineEnds(await editElsewhere(command, form.expression));
					typing.editExpression({ value: text, caret: Number.POSITIVE_INFINITY });
				});
			},
			format() {
				const formatted = canonicalExpression(form.expression);
				if (formatted === form.expression) toast.note("The expression is already formatted.");
				else typing.editExpression(keepCaret(typing.expression, formatted));
			},
			stepBack() {
				if (!typing.stepBack()) toast.note("There is no edit to undo.");
			},
			save,
		},
		{ active: typing.field !== null },
	);

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
					onChange={setForm}
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
				faulty={faulty}
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
						setForm(next);
						const source = sourceField(type);
						if (source === undefined) return;
						move(1);
						typing.start(source.id, next);
					}}
					onSave={save}
					onDrop={onClose}
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
