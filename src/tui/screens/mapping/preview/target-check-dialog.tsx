import { Text } from "ink";
import { useMemo } from "react";
import type { Mapping } from "../../../../app/mapping/mapping.ts";
import type { MappingDraft } from "../../../../app/mapping/mapping-draft.ts";
import type { TargetProblem } from "../../../../mapping/check/check-target.ts";
import { counted } from "../../../../text/counted.ts";
import { DetailPane } from "../../../components/detail/detail-pane.tsx";
import { Dialog } from "../../../components/dialog/dialog.tsx";
import type { Column } from "../../../components/list/column.ts";
import { List } from "../../../components/list/list.tsx";
import { Spinner } from "../../../components/spinner.tsx";
import { useList } from "../../../hooks/use-list.ts";
import { useLoad } from "../../../hooks/use-load.ts";
import { useCommands } from "../../../keys/use-keys.ts";
import type { Tone } from "../../../theme/theme.ts";
import { targetCheckDialogCommands } from "./mapping-commands.ts";

/** A problem, or one of its users. */
type Row = { readonly id: string; readonly text: string; readonly value: string; readonly tone: Tone };

const none: readonly TargetProblem[] = [];
const keyOf = ({ id }: Row) => id;
const textOf = ({ text, value }: Row) => `${text} ${value}`;

/** The columns of the list. */
export const problemColumns: readonly Column<Row>[] = [
	{
		title: "Values Sumo Logic would reject, by user",
		width: { min: 36, grow: 3 },
		text: ({ text }) => text,
		tone: ({ tone }) => tone,
	},
	{ title: "Value", width: { min: 20, grow: 2 }, text: ({ value }) => value },
];

function rowsOf(problems: readonly TargetProblem[]): readonly Row[] {
	return problems.flatMap(({ severity, message, users }, index): readonly Row[] => {
		const isError = severity === "error";
		const checked = users.length === 0 ? "no users yet" : counted(users.length, "user");
		return [
			{
				id: String(index),
				text: `${isError ? "✗" : "!"} ${message}`,
				value: checked,
				tone: isError ? "bad" : "caution",
			},
			...users.map(({ id, displayName, value }) => ({
				id: `${index} ${id} ${value}`,
				text: `    ${displayName}`,
				value,
				tone: "plain" as const,
			})),
		];
	});
}

export type TargetCheckDialogProps = {
	readonly mapping: Mapping;
	/** An unsaved mapping to include in the check; null checks the saved mappings. */
	readonly draft: MappingDraft | null;
	readonly width: number;
	readonly height: number;
	readonly onClose: () => void;
};

/** Maps all users in scope and lists the values that Sumo Logic would reject, with their users. Writes nothing. */
export function TargetCheckDialog(props: TargetCheckDialogProps) {
	const cells = Math.min(120, props.width - 2);
	const title =
		props.draft === null ? "Check all users in scope" : "Check all users in scope, including this edit";
	return (
		<Dialog title={title} width={cells} height={props.height}>
			<CheckBody {...props} width={cells - 4} height={props.height - 3} />
		</Dialog>
	);
}

function CheckBody({ mapping, draft, width, height, onClose }: TargetCheckDialogProps) {
	const {
		value: problems = none,
		loading,
		failed,
		reload,
	} = useLoad(draft, (edit, { signal }) =>
		mapping.checkUsers(edit === null ? { signal } : { signal, draft: edit }),
	);
	const items = useMemo(() => rowsOf(problems), [problems]);
	const list = useList({ items, keyOf, textOf, columns: problemColumns, sortable: false });
	useCommands(targetCheckDialogCommands, { again: reload, close: onClose });
	const empty = loading ? (
		<Spinner label="Mapping all users in scope…" />
	) : (
		(failed ?? (list.filter === "" ? "✓ Sumo Logic would accept all users in scope." : "No problems match."))
	);
	const { current } = list;
	const paneHeight = Math.max(2, Math.floor(height / 5));
	return (
		<>
			<List
				name="target-check"
				list={list}
				columns={problemColumns}
				width={width}
				height={height - paneHeight - 1}
				empty={empty}
			/>
			<Text> </Text>
			{current && (
				<DetailPane
					details={[{ text: current.text.trim(), tone: current.tone, bold: true }, { text: current.value }]}
					width={width}
					height={paneHeight}
					active={false}
				/>
			)}
		</>
	);
}
