import { Box, Text } from "ink";
import { useState } from "react";
import type { SetupValues } from "../../../app/guided-setup/entra-setup.ts";
import { errorMessage } from "../../../text/error-message.ts";
import { Dialog } from "../../components/dialog/dialog.tsx";
import { UnsavedDialog } from "../../components/dialog/unsaved-dialog.tsx";
import { FieldRow, fieldCells } from "../../components/input/field-row.tsx";
import { TextInput } from "../../components/input/text-input.tsx";
import { useCommands } from "../../keys/use-keys.ts";
import { cutText, wrapText } from "../../text/fit-text.ts";
import { paint } from "../../theme/theme.ts";
import { setupFormCommands } from "./entra-setup-commands.ts";
import type { StepField } from "./step-fields.ts";

export type SetupFormProps = {
	readonly title: string;
	readonly fields: readonly StepField[];
	readonly values: SetupValues;
	readonly width: number;
	/** Rejects for values that cannot be used. */
	readonly onSave: (values: Partial<SetupValues>) => Promise<void>;
	readonly onClose: () => void;
};

/** The values of one step. A value that cannot be used is reported here, and nothing is saved. */
export function SetupForm(props: SetupFormProps) {
	const { title, fields, values, onSave, onClose } = props;
	const cells = Math.min(100, props.width - 2);
	const [edited, setEdited] = useState<Partial<SetupValues>>({});
	const [problem, setProblem] = useState<string | null>(null);
	const [asking, setAsking] = useState(false);
	const isEdited = fields.some(({ id }) => (edited[id] ?? values[id]) !== values[id]);
	const save = () => {
		setAsking(false);
		return onSave(edited).catch((error: unknown) => setProblem(errorMessage(error)));
	};
	return (
		<Dialog
			title={title}
			width={cells}
			over={
				asking && (
					<UnsavedDialog what="The step" onSave={save} onDiscard={onClose} onKeep={() => setAsking(false)} />
				)
			}
		>
			<FormBody
				fields={fields}
				values={{ ...values, ...edited }}
				problem={problem}
				width={cells - 4}
				onEdit={(change) => setEdited({ ...edited, ...change })}
				onSave={save}
				onLeave={() => (isEdited ? setAsking(true) : onClose())}
			/>
		</Dialog>
	);
}

function FormBody({
	fields,
	values,
	problem,
	width,
	onEdit,
	onSave,
	onLeave,
}: Pick<SetupFormProps, "fields" | "values" | "width"> & {
	/** Why the values could not be saved. */
	readonly problem: string | null;
	readonly onEdit: (change: Partial<SetupValues>) => void;
	readonly onSave: () => void;
	readonly onLeave: () => void;
}) {
	const [at, setAt] = useState(0);
	const field = fields[at];
	useCommands(setupFormCommands, {
		move: (by) => setAt(Math.max(0, Math.min(fields.length - 1, at + by))),
		save: onSave,
		close: onLeave,
	});
	return (
		<Box flexDirection="column">
			{fields.map(({ id, label, hint }, index) => {
				const value = values[id];
				return (
					<FieldRow
						key={id}
						label={label}
						focused={index === at}
						mark={null}
						width={width}
						onClick={() => {
							setAt(index);
							return undefined;
						}}
					>
						{index === at ? (
							<TextInput
								value={value}
								onChange={(text) => onEdit({ [id]: text })}
								focused
								width={fieldCells(width)}
								placeholder={hint}
							/>
						) : (
							<Text dimColor={value === ""}>{cutText(value || "–", fieldCells(width))}</Text>
						)}
					</FieldRow>
				);
			})}
			<Text dimColor wrap="truncate-end">{`  ${field?.hint ?? ""}`}</Text>
			{problem !== null && <Text {...paint("bad")}>{`✗ ${wrapText(problem, width - 2).join("\n  ")}`}</Text>}
		</Box>
	);
}
