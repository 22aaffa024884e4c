import { Box, Text } from "ink";
import { useState } from "react";
import { type SetupValues, type StepId, stepIds } from "../../../app/guided-setup/entra-setup.ts";
import type { AreaReport } from "../../../app/permissions/permissions.ts";
import { counted } from "../../../text/counted.ts";
import { Split } from "../../components/detail/split.tsx";
import { ConfirmDialog } from "../../components/dialog/confirm-dialog.tsx";
import { useShell } from "../../context/shell-context.ts";
import { useTask } from "../../hooks/use-task.ts";
import { keyFor } from "../../keys/key-table.ts";
import { useClick } from "../../keys/use-click.ts";
import { useCommands } from "../../keys/use-keys.ts";
import type { ScreenProps } from "../../shell/screen.ts";
import { cutText, fitText, wrapText } from "../../text/fit-text.ts";
import { paint } from "../../theme/theme.ts";
import { entraSetupCommands } from "./entra-setup-commands.ts";
import { permissionDetails } from "./permission-details.ts";
import { SetupForm } from "./setup-form.tsx";
import { stepFields, stepTitles } from "./step-fields.ts";
import { markOfStep } from "./step-marks.ts";
import { TextDialog } from "./text-dialog.tsx";
import { useSetupSteps } from "./use-setup-steps.ts";

/** The dialog on top of the steps. */
type Over =
	| { readonly type: "form"; readonly values: SetupValues }
	| { readonly type: "confirm" }
	| { readonly type: "whole"; readonly note: string }
	| { readonly type: "permissions"; readonly reports: readonly AreaReport[] };

/** Cells for each step in the question before all are applied: two lines. */
const lineCells = 125;

/** The guide's steps: what is there, what would change, and what is blocked. Applied on request; repeated at any time. */
export function EntraSetupScreen(props: ScreenProps) {
	const reason = props.session.entraSetup.unavailable();
	return reason === undefined ? (
		<Steps {...props} />
	) : (
		<Text>{wrapText(reason, props.width).join("\n")}</Text>
	);
}

function Steps({ session, width, height }: ScreenProps) {
	const { entraSetup, permissions } = session;
	const { toast, copy } = useShell();
	const task = useTask();
	const setup = useSetupSteps(entraSetup, session.provisioning.mode);
	const [picked, setPicked] = useState<StepId | null>(null);
	const [until, setUntil] = useState<StepId | null>(null);
	const [over, setOver] = useState<Over | null>(null);
	const close = () => setOver(null);

	const isAfter = (id: StepId) => until !== null && stepIds.indexOf(id) > stepIds.indexOf(until);
	const changes = stepIds.flatMap((id) => {
		if (isAfter(id)) return [];
		const step = setup.shown(id);
		if (typeof step === "string" || step.applied) return [];
		return step.report.action === "create" || step.report.action === "update" ? [step.report] : [];
	});
	const blockedSteps = [...setup.steps.values()].filter(({ action }) => action === "blocked").length;
	const firstToDo = stepIds.find((id) => (setup.steps.get(id)?.action ?? "none") !== "none");
	const current = picked ?? firstToDo ?? "app";
	const report = setup.steps.get(current);

	useCommands(entraSetupCommands, {
		busy: setup.planning || setup.applying || task.busy !== null,
		applying: setup.applying,
		move(by) {
			const next = stepIds[stepIds.indexOf(current) + by];
			if (next !== undefined) setPicked(next);
		},
		async edit() {
			if (stepFields[current].length === 0)
				return setOver({
					type: "whole",
					note: `This step has the guide's values. To change them, edit "saml" in ${entraSetup.file}`,
				});
			const values = await task.run("Reading the setup file…", entraSetup.values);
			if (values !== undefined) setOver({ type: "form", values });
		},
		apply() {
			if (changes.length === 0)
				toast.note(
					setup.failed === null
						? "Nothing to apply."
						: `The steps could not be read: ${keyFor("refresh")} tries again.`,
				);
			else setOver({ type: "confirm" });
		},
		limit: () => setUntil(until === current ? null : current),
		stop: setup.stop,
		plan() {
			setPicked(null);
			setup.plan();
		},
		async permissions() {
			const reports = await task.run("Checking permissions…", () => permissions.check());
			if (reports) setOver({ type: "permissions", reports });
		},
		whole: () => setOver({ type: "whole", note: "" }),
		copyPath: () => copy(entraSetup.file, "the path of the setup file"),
	});

	const steps = useClick((_x, y) => {
		const step = stepIds[y];
		if (step === current) return "enter";
		if (step !== undefined) setPicked(step);
		return undefined;
	});

	const details = [{ text: report?.detail ?? setup.failed ?? "Reading what is there…" }];
	const missing = permissions.current()?.filter(({ state }) => state === "missing") ?? [];
	const roomy = height >= 18;
	const body = height - (roomy ? 3 : 2);
	return (
		<Box flexDirection="column" width={width} height={height}>
			<Text wrap="truncate-end">
				<Text bold>{task.busy ?? heading(setup, changes.length, blockedSteps)}</Text>
				<Text dimColor>{`  ${cutText(entraSetup.file, Math.max(0, width - 40))}`}</Text>
			</Text>
			{roomy && <Text> </Text>}
			<Split
				width={width}
				height={body}
				details={details}
				of={current}
				linesBelow={Math.max(2, body - stepIds.length)}
				rows={stepIds.length}
				always
			>
				{(size) => (
					<Box ref={steps} flexDirection="column" {...size}>
						{stepIds.map((id) => {
							const { glyph, word, tone } = markOfStep(setup.shown(id));
							return (
								<Text key={id} bold={id === current} wrap="truncate-end">
									{`${id === current ? "❯" : " "} ${fitText(stepTitles[id], 32)} `}
									<Text {...(isAfter(id) ? { dimColor: true } : paint(tone))}>{`${glyph} ${word}`}</Text>
									{id === until && <Text {...paint("caution")}> · stops here</Text>}
								</Text>
							);
						})}
					</Box>
				)}
			</Split>
			<Text wrap="truncate-end" {...paint(missing.length > 0 ? "caution" : "dim")}>
				{missing.length > 0
					? `! ${counted(missing.length, "permission is", "permissions are")} missing: ${keyFor("check")} shows what to grant`
					: `${keyFor("check")} shows what the sign-in may do`}
			</Text>
			{over?.type === "form" && (
				<SetupForm
					title={stepTitles[current]}
					fields={stepFields[current]}
					values={over.values}
					width={width}
					onSave={async (values) => {
						await entraSetup.edit(values);
						close();
						setup.plan();
					}}
					onClose={close}
				/>
			)}
			{over?.type === "confirm" && (
				<ConfirmDialog
					title={`Apply ${changes.length} ${changes.length === 1 ? "step" : "steps"}?`}
					lines={changes.map(({ step, detail }) => cutText(`${stepTitles[step]}: ${detail}`, lineCells))}
					verb="Apply"
					writes="setUp"
					onConfirm={() => {
						close();
						setPicked(null);
						return setup.apply(until).then((step) => {
							setPicked(step);
							setUntil(null);
						});
					}}
					onCancel={close}
				/>
			)}
			{over?.type === "whole" && (
				<TextDialog
					title={stepTitles[current]}
					details={[...details, { text: "" }, { text: over.note }]}
					width={width}
					height={height}
					onClose={close}
				/>
			)}
			{over?.type === "permissions" && (
				<TextDialog
					title="What the sign-in to Entra may do"
					details={permissionDetails(over.reports, permissions.expiry())}
					width={width}
					height={height}
					onClose={close}
				/>
			)}
		</Box>
	);
}

function heading(
	{ planning, applying, failed }: ReturnType<typeof useSetupSteps>,
	changes: number,
	blocked: number,
): string {
	if (applying) return `Applying… ${keyFor("stop")} stops`;
	if (planning) return "Reading what is there…";
	if (failed !== null) return "The steps could not be read";
	const toApply = changes === 0 ? [] : [`${changes} to apply: press ${keyFor("provision")}`];
	const parts = [...toApply, ...(blocked === 0 ? [] : [`${blocked} blocked`])];
	return parts.length === 0 ? "Nothing to do" : parts.join(", ");
}
