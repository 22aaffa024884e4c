import { useState } from "react";
import { type FunctionDescriptor, functions } from "../../../../../expression/index.ts";
import { Dialog } from "../../../../components/dialog/dialog.tsx";
import type { Column } from "../../../../components/list/column.ts";
import { List } from "../../../../components/list/list.tsx";
import { type ListState, useList } from "../../../../hooks/use-list.ts";
import { useCommands } from "../../../../keys/use-keys.ts";
import { functionIndexCommands } from "./function-commands.ts";
import { FunctionHelp } from "./function-help.tsx";

const keyOf = ({ name }: FunctionDescriptor) => name;
const textOf = ({ name, family, summary }: FunctionDescriptor) => `${name} ${family} ${summary}`;

/** The columns of the list. */
export const functionColumns: readonly Column<FunctionDescriptor>[] = [
	{ title: "Function", width: { min: 22, grow: 1 }, text: ({ name }) => name },
	{ title: "Category", width: 16, text: ({ family }) => family, optional: 1 },
	{ title: "Description", width: { min: 30, grow: 4 }, text: ({ summary }) => summary },
];

export type FunctionIndexProps = {
	readonly width: number;
	readonly height: number;
	readonly onClose: () => void;
};

/** All functions of the language, and the reference entry of the open one. */
export function FunctionIndex({ width, height, onClose }: FunctionIndexProps) {
	const list = useList({ items: functions, keyOf, textOf, columns: functionColumns });
	const [opened, setOpened] = useState<FunctionDescriptor | null>(null);
	if (opened !== null) {
		return <FunctionHelp descriptor={opened} width={width} height={height} onClose={() => setOpened(null)} />;
	}
	const cells = Math.min(120, width - 2);
	return (
		<Dialog title="Expression functions" width={cells} height={height}>
			<Index list={list} width={cells - 4} height={height - 3} onOpen={setOpened} onClose={onClose} />
		</Dialog>
	);
}

function Index({
	list,
	width,
	height,
	onOpen,
	onClose,
}: FunctionIndexProps & {
	readonly list: ListState<FunctionDescriptor>;
	readonly onOpen: (descriptor: FunctionDescriptor) => void;
}) {
	useCommands(functionIndexCommands, {
		open: () => list.current && onOpen(list.current),
		close: onClose,
	});
	return (
		<List
			name="functions"
			list={list}
			columns={functionColumns}
			width={width}
			height={height}
			empty="No functions match."
		/>
	);
}
