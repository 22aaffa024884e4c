import { Box, Text } from "ink";
import { useMemo, useState } from "react";
import {
	type Setup,
	type SetupStep,
	type SetupStepId,
	setupStepIds,
	setupTitles,
} from "../../app/setup/setup.ts";
import { DetailPane } from "../components/detail/detail-pane.tsx";
import { Dialog } from "../components/dialog/dialog.tsx";
import { useShell } from "../context/shell-context.ts";
import { useLoad } from "../hooks/use-load.ts";
import { useClick } from "../keys/use-click.ts";
import { useCommands } from "../keys/use-keys.ts";
import { fitText } from "../text/fit-text.ts";
import { paint } from "../theme/theme.ts";
import { setupCommands } from "./setup-commands.ts";
import { stepGuide } from "./step-guide.ts";
import { markOfStep, screenOfStep, toDo } from "./step-text.ts";

export type SetupDialogProps = {
	readonly setup: Setup;
	/** Whether nothing has been entered yet: the steps show what they need, and nothing is checked until it is asked for. */
	readonly isNew?: boolean;
	readonly width: number;
	readonly height: number;
	readonly onClose: () => void;
};

/** The steps of Sumo Logic's guide in order: each is tried, with its findings and a way to its screen. */
export function SetupDialog({ setup, isNew = false, width, height, onClose }: SetupDialogProps) {
	const cells = Math.min(100, width - 2);
	const lines = Math.min(20, height);
	return (
		<Dialog title="Setup guide" width={cells} height={lines}>
			<SetupSteps setup={setup} isNew={isNew} width={cells - 4} height={lines - 3} onClose={onClose} />
		</Dialog>
	);
}

function SetupSteps({ setup, isNew = false, width, height, onClose }: SetupDialogProps) {
	const { go, hint, toast } = useShell();
	const [checked, setChecked] = useState<readonly SetupStep[]>([]);
	const [picked, setPicked] = useState<SetupStepId | null>(null);
	const [resting, setResting] = useState(isNew);
	const request = useMemo(() => ({ setup, resting }), [setup, resting]);
	const { loading, reload } = useLoad(request, async ({ setup: from, resting: rests }, { signal }) => {
		if (rests) return;
		setChecked([]);
		await from.check({
			signal,
			onStep: (step) => {
				if (!signal.aborted) setChecked((before) => [...before, step]);
			},
		});
	});
	const stepOf = (id: SetupStepId) => checked.find((step) => step.id === id);
	const firstToDo = setupStepIds.find((id) => !["ready", undefined].includes(stepOf(id)?.state));
	const current = picked ?? firstToDo ?? "credentials";
	const step = stepOf(current);
	useCommands(setupCommands, {
		checking: loading,
		move(by) {
			const next = setupStepIds[setupStepIds.indexOf(current) + by];
			if (next !== undefined) setPicked(next);
		},
		open() {
			const screen = screenOfStep(current, step);
			if (screen === null) {
				toast.note("Do this step in Sumo Logic: Administration, Security, SAML.");
				return;
			}
			onClose();
			go(screen);
		},
		again() {
			setPicked(null);
			if (resting) setResting(false);
			else reload();
		},
		close: onClose,
	});
	const steps = useClick((_x, y) => {
		const id = setupStepIds[y];
		if (id === current) return "enter";
		if (id !== undefined) setPicked(id);
		return undefined;
	});
	const findings = step?.findings ?? (resting ? stepGuide(current) : []);
	const remedy = step?.remedy === undefined ? "" : hint(step.remedy);
	const texts = remedy === "" ? findings : [...findings, remedy];
	return (
		<>
			<Box ref={steps} flexDirection="column" flexShrink={0}>
				{setupStepIds.map((id, index) => {
					const { glyph, word, tone } = resting ? toDo : markOfStep(stepOf(id));
					const title = fitText(`${index + 1} ${setupTitles[id]}`, 34);
					return (
						<Text key={id} bold={id === current} wrap="truncate-end">
							{`${id === current ? "❯" : " "} ${title} `}
							<Text {...paint(tone)}>{`${glyph} ${word}`}</Text>
						</Text>
					);
				})}
			</Box>
			<Box height={1} />
			<DetailPane
				key={current}
				details={texts.flatMap((text) => [{ text }, { text: "" }])}
				width={width}
				height={height - setupStepIds.length - 1}
			/>
		</>
	);
}
