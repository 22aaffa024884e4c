import { Box, Text } from "ink";
import { useEffect, useState } from "react";
import type { JobSchema } from "../../../app/job-schema/job-schema.ts";
import type { Mapping, MappingRow } from "../../../app/mapping/mapping.ts";
import { counted } from "../../../text/counted.ts";
import { Split } from "../../components/detail/split.tsx";
import { List } from "../../components/list/list.tsx";
import { useShell } from "../../context/shell-context.ts";
import { openHistoryCommands } from "../../history/history-commands.ts";
import { useList } from "../../hooks/use-list.ts";
import { useTask } from "../../hooks/use-task.ts";
import { keyFor } from "../../keys/key-table.ts";
import { useCommands } from "../../keys/use-keys.ts";
import type { ScreenProps } from "../../shell/screen.ts";
import { initialCycle } from "../../text/initial-cycle.ts";
import { MappingEditor } from "./editor/mapping-editor.tsx";
import { MappingInspection } from "./editor/mapping-inspection.tsx";
import { editedMapping } from "./editor/use-mapping-draft.ts";
import { compareJobCommands } from "./job/compare-commands.ts";
import type { Direction } from "./job/compare-job-dialog.tsx";
import { mappingColumns, mappingText, matchingRows } from "./mapping-columns.ts";
import { MappingDialog, type OverMappings } from "./mapping-dialog.tsx";
import { mappingCommands, sampleCommands, targetCheckCommands } from "./preview/mapping-commands.ts";
import { MappingPreview } from "./preview/mapping-preview.tsx";
import { useSample } from "./preview/use-sample.ts";

/** The editor in place of the list, or the dialog on top of it. */
type Over = { readonly type: "editor"; readonly row: MappingRow | null } | OverMappings;

const keyOf = ({ mapping }: MappingRow) => mapping.target;

/** Carries the rules over; returns what was done. */
async function takenOver(jobSchema: JobSchema, direction: Direction): Promise<string> {
	if (direction === "pull") {
		const { changes } = await jobSchema.pull();
		return `Pulled ${counted(changes.length, "change")} from Entra's job into the profile. ${initialCycle}`;
	}
	const { changes, backup } = await jobSchema.push();
	if (backup === null) return "Entra's job already has the profile's rules. Nothing was written.";
	return `Pushed ${counted(changes.length, "change")} into Entra's job. The previous schema: ${backup}`;
}

/** The attribute mappings with their values for a sample user, and their editor. */
export function MappingScreen({
	session,
	mapping,
	width,
	height,
}: ScreenProps & { readonly mapping: Mapping }) {
	const { toast, unsaved } = useShell();
	const isHosted = session.provisioning.mode() === "hosted";
	const followed = isHosted
		? `Entra's job has it; the previous schema is kept. ${initialCycle}`
		: initialCycle;
	const [rows, setRows] = useState(() => mapping.rows());
	const read = () => setRows(mapping.rows());
	useEffect(() => session.subscribe(() => setRows(mapping.rows())), [session, mapping]);
	const list = useList({ items: rows, keyOf, textOf: mappingText, columns: mappingColumns });
	const sample = useSample(mapping);
	const [over, setOver] = useState<Over | null>(null);
	const task = useTask();
	const { current } = list;
	const matching = matchingRows(rows);
	const close = () => setOver(null);

	const change = async (label: string, done: string, act: () => Promise<void>) => {
		close();
		await task.run(label, async () => {
			await act();
			toast.done(`${done} ${followed}`);
		});
		read();
	};
	const listed = over?.type !== "editor";
	useEffect(() => {
		if (listed) unsaved.mark(editedMapping, false);
	}, [listed, unsaved]);
	useCommands(
		sampleCommands,
		{ step: sample.step, choose: () => setOver({ type: "sample" }) },
		{ active: listed },
	);
	useCommands(openHistoryCommands, () => setOver({ type: "history" }), { active: listed });
	const isEntra = session.profile().source.type !== "file";
	const compare = () => setOver({ type: "job" });
	useCommands(compareJobCommands, { isEntra, compare }, { active: listed });
	useCommands(targetCheckCommands, () => setOver({ type: "check" }), { active: listed });
	const takeOver = async (direction: Direction) => {
		close();
		const label = direction === "push" ? "Writing into Entra's job…" : "Reading Entra's job…";
		await task.run(label, async () => {
			toast.done(await takenOver(session.jobSchema, direction));
		});
		read();
	};
	useCommands(
		mappingCommands,
		{
			current,
			busy: task.busy !== null,
			add: () => setOver({ type: "editor", row: null }),
			edit: () => current && setOver({ type: "editor", row: current }),
			remove() {
				if (current === undefined) return;
				if (current.required !== null) toast.warn(`${current.required}.`);
				else setOver({ type: "remove", row: current });
			},
			restore() {
				if (mapping.changesToDefaults().length === 0) toast.note("The mappings are already the defaults.");
				else setOver({ type: "restore" });
			},
			ordered: matching.length > 1 && current?.mapping.matchingPrecedence !== undefined,
			reorder(by) {
				if (current === undefined) return;
				const other = matching[matching.indexOf(current) + by]?.mapping.target;
				if (other === undefined)
					toast.note(`It is already the ${by < 0 ? "first" : "last"} matching attribute.`);
				else setOver({ type: "reorder", target: current.mapping.target, other, by });
			},
		},
		{ active: listed },
	);
	if (over?.type === "editor") {
		return (
			<MappingEditor
				mapping={mapping}
				row={over.row}
				sample={sample}
				width={width}
				height={height}
				onClose={close}
				onSaved={(target, said) => {
					close();
					read();
					list.goTo(target);
					toast.done(`${said} ${followed}`);
				}}
			/>
		);
	}
	return (
		<Box flexDirection="column" width={width} height={height}>
			<Text bold wrap="truncate-end">
				{task.busy ??
					`${counted(rows.length, "attribute mapping")} ${isHosted ? "of Entra's job: each save is written to it" : `from ${session.profile().source.type === "file" ? "a file" : "Entra ID"} to Sumo Logic`}`}
			</Text>
			<Split
				width={width}
				height={height - 1}
				details={(size) => (
					<MappingPreview
						{...size}
						mapping={mapping}
						sample={sample}
						rows={rows}
						target={current?.mapping.target}
					/>
				)}
				linesBelow={Math.floor((height - 1) / 2)}
				rows={list.rows.length}
				always
			>
				{(size) => (
					<List
						name="mappings"
						{...size}
						list={list}
						columns={mappingColumns}
						empty={
							list.filter === ""
								? `No mappings. Press ${keyFor("restore")} to restore the defaults.`
								: "No mappings match."
						}
					/>
				)}
			</Split>
			<MappingInspection
				mapping={mapping}
				draft={current === undefined ? null : { mapping: current.mapping, replaces: current.mapping.target }}
				faulty={false}
				sample={sample}
				width={width}
				height={height}
			/>
			{over !== null && (
				<MappingDialog
					over={over}
					session={session}
					mapping={mapping}
					sample={sample}
					width={width}
					height={height}
					onChange={change}
					onCarryOut={takeOver}
					onClose={close}
				/>
			)}
		</Box>
	);
}
