import { Box, Text } from "ink";
import { useState } from "react";
import type { JobSchema, JobSchemaDiff } from "../../../../app/job-schema/job-schema.ts";
import type { RuleChange } from "../../../../app/rules/rule-changes.ts";
import { counted } from "../../../../text/counted.ts";
import { ConfirmDialog } from "../../../components/dialog/confirm-dialog.tsx";
import { Dialog } from "../../../components/dialog/dialog.tsx";
import { type Option, Select } from "../../../components/input/select.tsx";
import { Spinner } from "../../../components/spinner.tsx";
import { changesAsked } from "../../../history/version-text.ts";
import { useLoad } from "../../../hooks/use-load.ts";
import { wrapText } from "../../../text/fit-text.ts";
import { initialCycle } from "../../../text/initial-cycle.ts";
import { paint } from "../../../theme/theme.ts";

/** `push`: the profile's rules are written into the job; `pull`: the job's are taken over into the profile. */
export type Direction = "push" | "pull";

export type CompareJobDialogProps = {
	readonly jobSchema: JobSchema;
	readonly width: number;
	readonly height: number;
	readonly onCarryOut: (direction: Direction) => unknown;
	readonly onClose: () => void;
};

/** Shows how the profile's mappings and scope differ from those of Entra's job, and asks which side takes over the other's. */
export function CompareJobDialog(props: CompareJobDialogProps) {
	const [asked, setAsked] = useState<{ readonly direction: Direction; readonly diff: JobSchemaDiff } | null>(
		null,
	);
	const cells = Math.min(100, props.width - 2);
	if (asked !== null)
		return (
			<ConfirmDialog
				{...question(asked.direction, asked.diff)}
				danger
				{...(asked.direction === "push" ? { writes: "push" as const } : {})}
				onConfirm={() => props.onCarryOut(asked.direction)}
				onCancel={props.onClose}
			/>
		);
	return (
		<Dialog title="The profile and Entra's job" width={cells} onClose={props.onClose}>
			<Comparison {...props} cells={cells - 4} onAsk={(direction, diff) => setAsked({ direction, diff })} />
		</Dialog>
	);
}

type ComparisonProps = CompareJobDialogProps & {
	readonly cells: number;
	readonly onAsk: (direction: Direction, diff: JobSchemaDiff) => void;
};

function Comparison({ jobSchema, height, cells, onAsk, onClose }: ComparisonProps) {
	const { value: diff, loading, failed } = useLoad(jobSchema, (from, { signal }) => from.diff(signal));
	const [chosen, setChosen] = useState<Direction | "close">("close");
	if (diff === undefined)
		return loading ? (
			<Spinner label="Reading the job's schema…" />
		) : (
			<Text>{wrapText(failed ?? "", cells).join("\n")}</Text>
		);
	// Frame, title, gaps, heading and cut of two lists, and the three options.
	const perSide = Math.max(2, Math.floor((height - 16) / 2));
	const options: readonly Option<Direction | "close">[] = [
		{ value: "close", label: "Change nothing" },
		...(diff.push.length === 0
			? []
			: [{ value: "push" as const, label: `Push ${counted(diff.push.length, "change")} into the job…` }]),
		...(diff.pull.length === 0
			? []
			: [{ value: "pull" as const, label: `Pull ${counted(diff.pull.length, "change")} into the profile…` }]),
	];
	const warnings = diff.changedByOthers.slice(0, 2).map((change) => `! Changed by another admin: ${change}`);
	return (
		<Box flexDirection="column" paddingTop={1}>
			<Text {...paint("caution")}>
				{[...warnings, ...diff.notes.slice(0, 2).map((note) => `! ${note}`)]
					.flatMap((line) => wrapText(line, cells).slice(0, 2))
					.join("\n")}
			</Text>
			<Side title="A push changes in the job" changes={diff.push} max={perSide} cells={cells} />
			<Side title="A pull changes in the profile" changes={diff.pull} max={perSide} cells={cells} />
			<Select
				options={options}
				value={chosen}
				onChange={setChosen}
				onSubmit={(choice) => (choice === "close" ? onClose() : onAsk(choice, diff))}
				focused
				width={cells}
			/>
		</Box>
	);
}

type SideProps = {
	readonly title: string;
	readonly changes: readonly RuleChange[];
	readonly max: number;
	readonly cells: number;
};

function Side({ title, changes, max, cells }: SideProps) {
	const lines = changes.length === 0 ? ["nothing: it has the same rules"] : changesAsked(changes, max);
	return (
		<Box flexDirection="column" paddingBottom={1} width={cells}>
			<Text bold>{`${title}:`}</Text>
			{lines.map((line) => (
				<Text key={line} wrap="truncate-end">
					{line}
				</Text>
			))}
		</Box>
	);
}

function question(direction: Direction, { push, pull }: JobSchemaDiff) {
	return direction === "push"
		? {
				title: "Write the profile's rules into Entra's job?",
				lines: [
					...changesAsked(push, 6),
					"Everything else in the job's schema stays, and the previous schema is kept as a file. Entra then starts an initial cycle.",
				],
				verb: "Push",
			}
		: {
				title: "Take the job's rules over into the profile?",
				lines: [
					...changesAsked(pull, 6),
					"The profile's current rules stay in the history of its mappings.",
					initialCycle,
				],
				verb: "Pull",
			};
}
