import { Box, Text } from "ink";
import { useMemo, useState } from "react";
import { UnsavedDialog } from "../../components/dialog/unsaved-dialog.tsx";
import { FieldRow, fieldCells } from "../../components/input/field-row.tsx";
import { CandidateLines } from "../../components/input/path-input.tsx";
import { useShell } from "../../context/shell-context.ts";
import { useUnsaved } from "../../context/use-unsaved.ts";
import { useTask } from "../../hooks/use-task.ts";
import { keyFor } from "../../keys/key-table.ts";
import { useCommands } from "../../keys/use-keys.ts";
import { SetupDialog } from "../../setup/setup-dialog.tsx";
import type { ScreenProps } from "../../shell/screen.ts";
import { paint } from "../../theme/theme.ts";
import { credentialsCommands, fieldEditingCommands } from "./credentials-commands.ts";
import { type Field, sourceFields, targetFields, withText } from "./credentials-fields.ts";
import { draftOf } from "./credentials-form.ts";
import { chosenText, FieldChoice } from "./field-choice.tsx";
import { FieldValue } from "./field-value.tsx";
import { markOfField, ProblemLines } from "./problem-lines.tsx";
import { RevealedToken } from "./revealed-token.tsx";
import { TestOutcome } from "./test-outcome.tsx";
import { useConnectionTest } from "./use-connection-test.ts";
import { useCredentialsForm } from "./use-credentials-form.ts";
import { useFieldFocus } from "./use-field-focus.ts";

/** Target and source: edits, validates while typing, tests and saves them. */
export function CredentialsScreen({ session, width, height }: ScreenProps) {
	const { connection } = session;
	const { toast, copy, back } = useShell();
	const { form, edited, change, reset, save: saveForm } = useCredentialsForm(session);
	useUnsaved("the credentials", edited);
	const { test, start, cancel, forget } = useConnectionTest();
	const task = useTask();
	/** The question before edits of a field or of the whole form are discarded. */
	const [asking, setAsking] = useState<"field" | "form" | null>(null);
	const focus = useFieldFocus(form);
	const { field, editing, choosing, visited, candidates } = focus;
	// A new profile begins with the guide.
	const [guiding, setGuiding] = useState(() => !connection.secretsSaved().accessKey);
	const [token, setToken] = useState<string | null>(null);

	const draft = useMemo(() => draftOf(form), [form]);
	const problems = useMemo(() => connection.check(draft), [connection, draft]);
	const shownProblems = problems.filter((problem) => visited.shows(problem.field));
	const secrets = connection.secretsSaved();
	const update: typeof change = (next) => {
		change(next);
		forget();
		setToken(null);
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
		setToken(null);
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
			reveal: () =>
				void task.run("Reading the Secret Token…", async () => {
					const made = await connection.revealToken(draft);
					if (made === null)
						toast.warn("There is no Secret Token yet.", "Enter the access ID and access key first.");
					setToken(made);
				}),
			hide: () => setToken(null),
			guide: () => setGuiding(true),
			copy: () => token !== null && copy(token, "the Secret Token"),
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

	const shownText = (one: Field): string => {
		if (one.id === "tenantUrl") return connection.tenantUrl(draft) || "–";
		if (one.kind === "choice") return chosenText(form, one.id);
		if (problems.some(({ severity, field: at }) => severity === "error" && at.startsWith("access")))
			return "derived from access ID and access key";
		return `••••••••  press ${keyFor("view")} to show it`;
	};
	const row = (one: Field) => (
		<FieldRow
			key={one.id}
			label={one.label}
			focused={one.id === field?.id}
			mark={markOfField(shownProblems, one.id)}
			width={width}
			onClick={() => {
				if (one.id === field?.id) return editing === null ? "enter" : undefined;
				focus.goTo(one.id);
				return undefined;
			}}
		>
			<FieldValue
				field={one}
				form={form}
				shown={shownText(one)}
				saved={one.id === "accessKey" ? secrets.accessKey : secrets.sourceSecret}
				editing={editing?.id === one.id}
				width={fieldCells(width)}
				candidates={candidates}
				onChange={update}
			/>
		</FieldRow>
	);
	const roomy = height - focus.count >= 10;
	const left = height - focus.count - (roomy ? 3 : 1);
	return (
		<Box flexDirection="column" width={width} height={height}>
			<Text wrap="truncate-end">
				<Text bold>{task.busy ?? "Target and source"}</Text>
				{!edited && !secrets.accessKey && (
					<Text dimColor>{`  new here? Press ${keyFor("guide")} for the setup guide`}</Text>
				)}
				{edited && (
					<Text
						{...paint("caution")}
					>{`  * unsaved edits: ${keyFor("save")} saves, ${keyFor("undo")} undoes`}</Text>
				)}
			</Text>
			{targetFields(form).map(row)}
			{roomy && <Text> </Text>}
			{sourceFields(form).map(row)}
			{roomy && <Text> </Text>}
			<Box height={left} overflow="hidden">
				<Box flexDirection="column" flexShrink={0} width={width}>
					{token !== null && <RevealedToken token={token} width={width} onHide={() => setToken(null)} />}
					<CandidateLines names={candidates.names} width={width} height={left} />
					<TestOutcome test={test} width={width} height={left} />
					<ProblemLines problems={shownProblems} focus={field?.id ?? "appName"} width={width} />
				</Box>
			</Box>
			{asking === "field" && editing !== null && (
				<UnsavedDialog
					what={`The field "${field?.label}"`}
					onSave={save}
					onDiscard={() => {
						setAsking(null);
						update(withText(form, editing.id, editing.before));
						focus.finish();
					}}
					onKeep={() => setAsking(null)}
				/>
			)}
			{asking === "form" && (
				<UnsavedDialog
					what="The form"
					onSave={async () => (await save()) && back()}
					onDiscard={() => {
						setAsking(null);
						undo();
						back();
					}}
					onKeep={() => setAsking(null)}
				/>
			)}
			{guiding && (
				<SetupDialog
					setup={session.setup}
					isNew={!secrets.accessKey}
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
