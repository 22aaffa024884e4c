import { Box, Text } from "ink";
import { useMemo, useState } from "react";
import { CandidateLines } from "../../components/input/path-input.tsx";
import { useShell } from "../../context/shell-context.ts";
import { useTask } from "../../hooks/use-task.ts";
import { keyFor } from "../../keys/key-table.ts";
import { useCommands } from "../../keys/use-keys.ts";
import { SetupDialog } from "../../setup/setup-dialog.tsx";
import type { ScreenProps } from "../../shell/screen.ts";
import { credentialsCommands, fieldEditingCommands } from "./credentials-commands.ts";
import { type Field, sourceFields, targetFields } from "./credentials-fields.ts";
import { type CredentialsForm, draftOf } from "./credentials-form.ts";
import { CredentialsHeading } from "./credentials-heading.tsx";
import { DiscardQuestion } from "./discard-question.tsx";
import { FieldChoice } from "./field-choice.tsx";
import { FormRow } from "./form-row.tsx";
import { ProblemLines } from "./problem-lines.tsx";
import { RevealedToken } from "./revealed-token.tsx";
import { TestOutcome } from "./test-outcome.tsx";
import { useConnectionTest } from "./use-connection-test.ts";
import { useCredentialsForm } from "./use-credentials-form.ts";
import { useFieldFocus } from "./use-field-focus.ts";
import { useSecretToken } from "./use-secret-token.ts";

/** Target and source: edits, validates while typing, tests and saves them. */
export function CredentialsScreen({ session, width, height }: ScreenProps) {
	const { connection } = session;
	const { toast } = useShell();
	const { form, edited, change, reset, save: saveForm } = useCredentialsForm(session);
	const { test, start, cancel, forget } = useConnectionTest();
	const task = useTask();
	const { token, reveal, hide, copy } = useSecretToken(connection, task);
	const [asking, setAsking] = useState<"field" | "form" | null>(null);
	const focus = useFieldFocus(form);
	const { field, editing, choosing, visited, candidates } = focus;
	// A new profile begins with the guide.
	const [guiding, setGuiding] = useState(() => !connection.secretsSaved().accessKey);

	const draft = useMemo(() => draftOf(form), [form]);
	const problems = useMemo(() => connection.check(draft), [connection, draft]);
	const shownProblems = problems.filter((problem) => visited.shows(problem.field));
	const isNew = !connection.secretsSaved().accessKey;
	const update = (next: CredentialsForm) => {
		change(next);
		forget();
		hide();
	};
	const save = async () => {
		setAsking(null);
		visited.leaveAll();
		return task.run("Saving…", async () => {
			await saveForm(draft);
			reset();
			focus.finish();
			toast.done(
				`Saved. Press ${keyFor("check")} to test the connection to Sumo Logic, ${keyFor("checkSource")} to test the source.`,
			);
			return true;
		});
	};
	const undo = () => {
		reset();
		forget();
		visited.reset();
		hide();
	};

	useCommands(
		credentialsCommands,
		{
			edited,
			editable: field !== undefined && field.kind !== "shown",
			busy: test.state === "running",
			revealed: token !== null,
			move: focus.move,
			edit: () => focus.edit(field),
			test: () => start(`Testing connection to ${draft.appName}`, (signal) => connection.test(draft, signal)),
			testSource: () => start("Testing the source", (signal) => connection.testSource(draft, signal)),
			cancel,
			save,
			undo,
			leave: () => setAsking("form"),
			reveal: () => reveal(draft),
			hide,
			guide: () => setGuiding(true),
			copy,
		},
		{ active: editing === null && choosing === null },
	);
	useCommands(
		fieldEditingCommands,
		{
			finish(thenMove) {
				focus.finish();
				focus.move(thenMove);
			},
			editNext: focus.editNext,
			cancel() {
				if (focus.isChanged) setAsking("field");
				else focus.finish();
			},
			save,
		},
		{ active: editing !== null },
	);

	const row = (one: Field) => (
		<FormRow
			key={one.id}
			field={one}
			{...{ form, connection, focus, problems, shownProblems, width }}
			onChange={update}
		/>
	);
	const roomy = height - focus.count >= 10;
	const left = height - focus.count - (roomy ? 3 : 1);
	return (
		<Box flexDirection="column" width={width} height={height}>
			<CredentialsHeading busy={task.busy} edited={edited} isNew={isNew} />
			{targetFields(form).map(row)}
			{roomy && <Text> </Text>}
			{sourceFields(form).map(row)}
			{roomy && <Text> </Text>}
			<Box height={left} overflow="hidden">
				<Box flexDirection="column" flexShrink={0} width={width}>
					{token !== null && <RevealedToken token={token} width={width} onHide={hide} />}
					<CandidateLines names={candidates.names} width={width} height={left} />
					<TestOutcome test={test} width={width} height={left} />
					<ProblemLines problems={shownProblems} focus={field?.id ?? "appName"} width={width} />
				</Box>
			</Box>
			{asking !== null && (
				<DiscardQuestion
					of={asking}
					focus={focus}
					form={form}
					onChange={update}
					onSave={save}
					onUndo={undo}
					onClose={() => setAsking(null)}
				/>
			)}
			{guiding && (
				<SetupDialog
					setup={session.setup}
					isNew={isNew}
					width={width}
					height={height}
					onClose={() => setGuiding(false)}
				/>
			)}
			{choosing !== null && (
				<FieldChoice
					id={choosing}
					form={form}
					demo={connection.current().source.type === "demo"}
					onTake={(next) => {
						update(next);
						focus.chosen();
					}}
					onNoDemo={() => {
						focus.chosen();
						toast.warn("The demo tenant is not running here.", "Start it with: sumo-provision demo");
					}}
					onClose={() => focus.chosen()}
				/>
			)}
		</Box>
	);
}
