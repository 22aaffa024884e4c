import { Box, Text } from "ink";
import { useState } from "react";
import { counted } from "../../../text/counted.ts";
import { useShell } from "../../context/shell-context.ts";
import { paint } from "../../theme/theme.ts";
import { type PathCandidates, PathInput } from "../input/path-input.tsx";
import type { Column } from "./column.ts";
import { writeExport } from "./export-file.ts";
import { formatOf, rowsAsText } from "./rows-as-text.ts";

const label = "Export to ";

export type ExportLineProps<T> = {
	readonly rows: readonly T[];
	readonly columns: readonly Column<T>[];
	readonly width: number;
	readonly focused: boolean;
	/** Shows completions of a path. */
	readonly candidates: PathCandidates;
	readonly onClose: () => void;
};

/** Asks for a file, and writes the rows to it as CSV or JSON. Asks again before it replaces a file. */
export function ExportLine<T>({ rows, columns, width, focused, candidates, onClose }: ExportLineProps<T>) {
	const { toast } = useShell();
	const [path, setPath] = useState("");
	/** The file that exists, as typed: Enter replaces it. */
	const [existing, setExisting] = useState<string | null>(null);

	const save = async () => {
		const typed = path.trim();
		const format = formatOf(typed);
		if (format === undefined) {
			toast.warn("The name of the file must end with .csv or .json.");
			return;
		}
		const outcome = await writeExport(typed, rowsAsText(format, rows, columns), {
			replace: existing === typed,
		});
		if (outcome === "exists") {
			setExisting(typed);
			toast.warn(`${typed} exists.`, "Press Enter again to replace it, or Esc to cancel.");
			return;
		}
		toast.done(`Exported ${counted(rows.length, "row")} to ${typed}.`);
		onClose();
	};

	/** The message about an existing file is true only of the name that was entered. */
	const forget = () => {
		if (existing !== null) toast.clear();
		setExisting(null);
	};

	return (
		<Box width={width}>
			<Text {...paint("accent")}>{label}</Text>
			<PathInput
				candidates={candidates}
				value={path}
				onChange={(typed) => {
					setPath(typed);
					forget();
				}}
				focused={focused}
				width={Math.max(4, width - label.length - 1)}
				placeholder="~/users.csv, or .json; Tab completes, Enter saves, Esc cancels"
				onSubmit={() => void save().catch(toast.error)}
				onCancel={() => {
					forget();
					onClose();
				}}
			/>
		</Box>
	);
}
