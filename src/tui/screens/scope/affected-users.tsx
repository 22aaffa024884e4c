import { Box, Text } from "ink";
import { useMemo } from "react";
import type { ScopeEffect, ScopeUser } from "../../../app/scope/scope.ts";
import { counted } from "../../../text/counted.ts";
import type { Detail } from "../../components/detail/detail-pane.tsx";
import { Split } from "../../components/detail/split.tsx";
import { Dialog } from "../../components/dialog/dialog.tsx";
import type { Column } from "../../components/list/column.ts";
import { List } from "../../components/list/list.tsx";
import { useList } from "../../hooks/use-list.ts";
import { keyFor } from "../../keys/key-table.ts";
import { useCommands } from "../../keys/use-keys.ts";
import { firstLines, fitText } from "../../text/fit-text.ts";
import { paint } from "../../theme/theme.ts";
import { resultText } from "./effect-text.ts";
import { affectedCommands } from "./scope-commands.ts";

/** A user who enters or leaves the scope. */
type AffectedUser = { readonly user: ScopeUser; readonly enters: boolean };

/** Users who leave come first, because they lose access. */
function affectedBy({ entering, leaving }: ScopeEffect): readonly AffectedUser[] {
	return [
		...leaving.map((user) => ({ user, enters: false })),
		...entering.map((user) => ({ user, enters: true })),
	];
}

/** The columns of the list. */
export const affectedColumns: readonly Column<AffectedUser>[] = [
	{
		title: "",
		names: ["scope"],
		width: 8,
		text: ({ enters }) => (enters ? "+ enters" : "- leaves"),
		tone: ({ enters }) => (enters ? "good" : "caution"),
	},
	{ title: "User", width: { min: 18, grow: 2 }, text: ({ user }) => user.displayName },
	{ title: "User name", width: { min: 18, grow: 2 }, optional: 1, text: ({ user }) => user.userName },
	{ title: "Result", width: { min: 25, grow: 1 }, text: ({ user, enters }) => resultText(user, enters) },
];

const keyOf = ({ user }: AffectedUser) => user.id;
const textOf = ({ user, enters }: AffectedUser) =>
	`${user.displayName} ${user.userName} ${enters ? "enters" : "leaves"} ${resultText(user, enters)}`;

/** A user who enters or leaves, with the result in full. */
function affectedDetails({ user, enters }: AffectedUser): readonly Detail[] {
	return [
		{
			label: "Scope",
			text: enters ? "+ enters the scope" : "- leaves the scope",
			tone: enters ? "good" : "caution",
		},
		{ label: "Result", text: resultText(user, enters), bold: true },
		{ label: "User", text: user.displayName },
		{ label: "User name", text: user.userName },
		{ label: "Object ID", text: user.id },
	];
}

/** The first users who enter or leave, in the available lines; or why they are not known. */
export function AffectedLines({
	effect,
	failed,
	width,
	height,
}: {
	readonly effect: ScopeEffect | null;
	readonly failed: string | null;
	readonly width: number;
	readonly height: number;
}) {
	if (failed !== null || effect === null)
		return (
			<Text {...paint(failed === null ? "dim" : "bad")}>
				{failed === null
					? "Users who enter or leave: not known yet"
					: firstLines(failed, width, height).join("\n")}
			</Text>
		);
	const all = affectedBy(effect);
	const room = all.length > height - 1 ? height - 2 : height - 1;
	const name = Math.max(10, Math.floor((width - 30) / 2));
	return (
		<Box flexDirection="column" width={width} height={height} overflow="hidden">
			<Text bold wrap="truncate-end">
				{all.length === 0 ? "No users enter or leave" : "Affected users"}
			</Text>
			{all.slice(0, Math.max(0, room)).map(({ user, enters }) => (
				<Text key={user.id} wrap="truncate-end">
					<Text {...paint(enters ? "good" : "caution")}>{enters ? "+ " : "- "}</Text>
					{`${fitText(user.displayName, name)} ${fitText(user.userName, name)} ${resultText(user, enters)}`}
				</Text>
			))}
			{all.length > room && (
				<Text dimColor>{`… ${all.length - room} more: press ${keyFor("view")} to show all`}</Text>
			)}
		</Box>
	);
}

export type ConcernedDialogProps = {
	readonly effect: ScopeEffect;
	readonly width: number;
	readonly height: number;
	readonly onClose: () => void;
};

/** All users who enter or leave. */
export function AffectedDialog(props: ConcernedDialogProps) {
	const { entering, leaving } = props.effect;
	const title = `Entering: ${counted(entering.length, "user")} · leaving: ${counted(leaving.length, "user")}`;
	return (
		<Dialog title={title} width={props.width} height={props.height}>
			<AffectedList {...props} />
		</Dialog>
	);
}

function AffectedList({ effect, width, height, onClose }: ConcernedDialogProps) {
	const items = useMemo(() => affectedBy(effect), [effect]);
	const list = useList({ items, keyOf, textOf, columns: affectedColumns });
	useCommands(affectedCommands, { close: onClose });
	const { current } = list;
	return (
		<Split
			width={width - 4}
			height={height - 3}
			details={current === undefined ? [] : affectedDetails(current)}
			of={current && keyOf(current)}
			rows={list.rows.length}
		>
			{(size) => (
				<List name="affected-users" {...size} list={list} columns={affectedColumns} empty="No users match." />
			)}
		</Split>
	);
}
