import { Box, Text } from "ink";
import { useMemo } from "react";
import type { ExplainedPart } from "../../../../app/mapping/explained-part.ts";
import type { Mapping } from "../../../../app/mapping/mapping.ts";
import type { SampleUser } from "../../../../app/mapping/mapping-draft.ts";
import { redactedText } from "../../../../expression/index.ts";
import type { AttributeMapping } from "../../../../mapping/definition/attribute-mapping.ts";
import { DetailPane } from "../../../components/detail/detail-pane.tsx";
import { Dialog } from "../../../components/dialog/dialog.tsx";
import type { Column } from "../../../components/list/column.ts";
import { List } from "../../../components/list/list.tsx";
import { Spinner } from "../../../components/spinner.tsx";
import { useList } from "../../../hooks/use-list.ts";
import { useLoad } from "../../../hooks/use-load.ts";
import { useCommands } from "../../../keys/use-keys.ts";
import type { Tone } from "../../../theme/theme.ts";
import { stepCommands } from "../preview/mapping-commands.ts";
import { PreviewValue } from "../preview/mapping-preview.tsx";
import type { Sample } from "../preview/use-sample.ts";
import { explanationCommands } from "./inspection-commands.ts";

/** A part with its position in the tree. */
type Row = { readonly id: string; readonly depth: number; readonly part: ExplainedPart };

/** Maximum indentation in cells, so that deeply nested parts have space. */
const deepest = 20;
const keyOf = ({ id }: Row) => id;
const textOf = ({ part }: Row) => part.text;
const none: readonly Row[] = [];

/** A part and its nested parts, in the order of the text. */
export function partRows(part: ExplainedPart, id = "0", depth = 0): readonly Row[] {
	return [
		{ id, depth, part },
		...part.parts.flatMap((child, index) => partRows(child, `${id}.${index}`, depth + 1)),
	];
}

/** `= "Ada"`, `✗` with the reason, or not evaluated. Empty for literals, whose value is their text. */
function outcomeText({ kind, outcome }: ExplainedPart): string {
	switch (outcome.type) {
		case "value":
			return (kind === "text" || kind === "number") && outcome.text !== redactedText
				? ""
				: `= ${outcome.text}`;
		case "error":
			return `✗ ${outcome.message}`;
		case "skipped":
			return "– not evaluated";
	}
}

function toneOf({ outcome }: ExplainedPart): Tone {
	return outcome.type === "error" ? "bad" : outcome.type === "skipped" ? "dim" : "plain";
}

/** The columns of the list. */
export const partColumns: readonly Column<Row>[] = [
	{
		title: "Part of the expression",
		width: { min: 30, grow: 3 },
		text: ({ depth, part }) => " ".repeat(Math.min(depth * 2, deepest)) + part.text,
		tone: ({ part }) => (part.outcome.type === "skipped" ? "dim" : "plain"),
	},
	{
		title: "Value",
		width: { min: 20, grow: 2 },
		text: ({ part }) => outcomeText(part),
		tone: ({ part }) => toneOf(part),
	},
];

export type ExplanationDialogProps = {
	readonly mapping: Mapping;
	readonly draft: AttributeMapping;
	readonly user: SampleUser;
	readonly step: Sample["step"];
	readonly width: number;
	readonly height: number;
	readonly onClose: () => void;
};

/** One evaluation of a mapping for the sample user: all parts with their values. */
export function ExplanationDialog(props: ExplanationDialogProps) {
	const cells = Math.min(140, props.width - 2);
	return (
		<Dialog title={`${props.draft.target} for ${props.user.displayName}`} width={cells} height={props.height}>
			<ExplanationBody {...props} width={cells - 4} height={props.height - 3} />
		</Dialog>
	);
}

function ExplanationBody({ mapping, draft, user, step, width, height, onClose }: ExplanationDialogProps) {
	const request = useMemo(() => ({ userId: user.id, draft }), [user.id, draft]);
	const { value, of, failed } = useLoad(request, (asked) => mapping.explain(asked.userId, asked.draft));
	const explanation = of?.userId === user.id ? value : undefined;
	const root = explanation?.root ?? null;
	const items = useMemo(() => (root === null ? none : partRows(root)), [root]);
	const list = useList({ items, keyOf, textOf, columns: partColumns, sortable: false });
	useCommands(explanationCommands, onClose);
	useCommands(stepCommands, { step });
	const paneHeight = Math.max(3, Math.floor(height / 4));
	const part = list.current?.part;
	const empty =
		failed ??
		(explanation === undefined ? <Spinner label="Evaluating…" /> : "This mapping has no parts to explain.");
	return (
		<Box flexDirection="column">
			{explanation === undefined ? (
				<Text> </Text>
			) : (
				<PreviewValue line={{ target: draft.target, ...explanation.yields }} width={width} />
			)}
			<List
				name="explanation"
				list={list}
				columns={partColumns}
				width={width}
				height={height - paneHeight - 2}
				empty={empty}
				filterable={false}
			/>
			<Text> </Text>
			{part && (
				<DetailPane
					details={[
						{ text: part.text, bold: true },
						{ text: outcomeText(part) || `= ${part.text}`, tone: toneOf(part) },
					]}
					width={width}
					height={paneHeight}
					active={false}
				/>
			)}
		</Box>
	);
}
