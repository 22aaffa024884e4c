import { Box, Text } from "ink";
import { useMemo, useState } from "react";
import type { Mapping } from "../../../../app/mapping/mapping.ts";
import type { MappingDraft, SampleUser } from "../../../../app/mapping/mapping-draft.ts";
import type { Trial, TriedUser } from "../../../../app/mapping/mapping-trial.ts";
import type { MappingYield } from "../../../../app/mapping/mapping-yield.ts";
import { counted } from "../../../../text/counted.ts";
import { Dialog } from "../../../components/dialog/dialog.tsx";
import type { Column } from "../../../components/list/column.ts";
import { List } from "../../../components/list/list.tsx";
import { Spinner } from "../../../components/spinner.tsx";
import { useList } from "../../../hooks/use-list.ts";
import { useLoad } from "../../../hooks/use-load.ts";
import { useCommands } from "../../../keys/use-keys.ts";
import { cutText } from "../../../text/fit-text.ts";
import { trialCommands } from "./inspection-commands.ts";

/** Maximum rows when all users in scope are evaluated; the summary shows the total. */
const maxRows = 500;
const few = 20;

const none: readonly TriedUser[] = [];
const keyOf = ({ id }: TriedUser) => id;
const textOf = (user: TriedUser) =>
	`${user.displayName} ${user.userName} ${yieldText(user.now)} ${yieldText(user.draft)}`;

function yieldText({ value, error }: MappingYield): string {
	return error === null ? (value ?? "– null") : `✗ ${error}`;
}

/** The columns of the list. */
export const trialColumns: readonly Column<TriedUser>[] = [
	{
		title: "",
		names: ["changes"],
		words: ({ changes }) => (changes ? "changes yes" : "no"),
		width: 1,
		text: ({ changes }) => (changes ? "≠" : " "),
		tone: () => "caution",
	},
	{ title: "User", width: { min: 16, grow: 2 }, text: ({ displayName }) => displayName },
	{
		title: "Now",
		width: { min: 16, grow: 3 },
		text: ({ now }) => yieldText(now),
		tone: ({ now }) => (now.error === null ? "plain" : "bad"),
	},
	{
		title: "With this mapping",
		width: { min: 18, grow: 4 },
		text: ({ draft }) => yieldText(draft),
		tone: ({ draft, changes }) => (draft.error !== null ? "bad" : changes ? "caution" : "plain"),
	},
];

function summary({ rows, users, changing, failing }: Trial, changedOnly: boolean): string {
	const tried = changedOnly
		? `Of ${counted(users, "user")} in scope`
		: `The first ${counted(users, "user")} in scope`;
	const shown = changedOnly && rows.length < changing ? `, showing the first ${rows.length}` : "";
	return `${tried}: ${changing} would change${shown}${failing === 0 ? "" : ` · fails for ${failing}`}`;
}

export type TrialDialogProps = {
	readonly mapping: Mapping;
	readonly draft: MappingDraft;
	readonly width: number;
	readonly height: number;
	readonly onTake: (user: SampleUser) => void;
	readonly onClose: () => void;
};

/** The values of users now and with the mapping: the first users in scope, or all whose value changes. Closing stops reading. */
export function TrialDialog(props: TrialDialogProps) {
	const cells = Math.min(150, props.width - 2);
	return (
		<Dialog title={`Try ${props.draft.mapping.target} on users`} width={cells} height={props.height}>
			<TrialBody {...props} width={cells - 4} height={props.height - 3} />
		</Dialog>
	);
}

function TrialBody({ mapping, draft, width, height, onTake, onClose }: TrialDialogProps) {
	const [changedOnly, setChangedOnly] = useState(false);
	const request = useMemo(() => ({ draft, changedOnly }), [draft, changedOnly]);
	const {
		value: trial,
		loading,
		failed,
	} = useLoad(request, (asked, { signal }) =>
		mapping.tryOn(asked.draft, {
			changedOnly: asked.changedOnly,
			limit: asked.changedOnly ? maxRows : few,
			signal,
		}),
	);
	const list = useList({
		items: loading ? none : (trial?.rows ?? none),
		keyOf,
		textOf,
		columns: trialColumns,
	});
	useCommands(trialCommands, {
		changedOnly,
		toggle: () => setChangedOnly(!changedOnly),
		take: () => list.current && onTake(list.current),
		close: onClose,
	});
	const empty = loading ? (
		<Spinner label={changedOnly ? "Evaluating for all users in scope… Esc stops" : "Evaluating…"} />
	) : (
		(failed ?? (changedOnly ? "No values would change." : "No users are in scope."))
	);
	return (
		<Box flexDirection="column">
			<Text wrap="truncate-end">
				{trial === undefined || loading ? " " : cutText(summary(trial, changedOnly), width)}
			</Text>
			<List name="trial" list={list} columns={trialColumns} width={width} height={height - 1} empty={empty} />
		</Box>
	);
}
