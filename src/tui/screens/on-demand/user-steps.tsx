import { Box, Text } from "ink";
import { useEffect, useEffectEvent, useState } from "react";
import type { OnDemandReport } from "../../../app/provisioning/provisioning.ts";
import type { Session } from "../../../app/session.ts";
import { DetailPane } from "../../components/detail-pane.tsx";
import { Spinner } from "../../components/spinner.tsx";
import { useShell } from "../../context/shell-context.ts";
import { EntryDialog } from "../../entry/entry-dialog.tsx";
import { useProvisioningStatus } from "../../hooks/use-provisioning-status.ts";
import { useCommands } from "../../keys/use-keys.ts";
import { cutText } from "../../text/fit-text.ts";
import { stepsCommands } from "./on-demand-commands.ts";
import { stepDetails } from "./step-details.ts";

export type UserStepsProps = {
	readonly session: Session;
	readonly userId: string;
	readonly name: string;
	readonly width: number;
	readonly height: number;
	readonly onBack: () => void;
	readonly onAnother: () => void;
};

/** The five steps of one user: previewed first, performed on request. */
export function UserSteps({ session, userId, name, width, height, onBack, onAnother }: UserStepsProps) {
	const { hint, toast } = useShell();
	const [report, setReport] = useState<OnDemandReport | null>(null);
	const [busy, setBusy] = useState<"looking" | "performing" | null>("looking");
	const [opened, setOpened] = useState(false);
	const status = useProvisioningStatus(session);

	const start = async (perform: boolean, signal?: AbortSignal) => {
		setBusy(perform ? "performing" : "looking");
		try {
			const next = await session.provisioning.onDemand(userId, { perform, ...(signal ? { signal } : {}) });
			if (!signal?.aborted) setReport(next);
		} catch (error) {
			if (!signal?.aborted) toast.error(error);
		}
		if (!signal?.aborted) setBusy(null);
	};
	// Effects run again each time the screen becomes visible: only the first preview may start from one.
	const lookFirst = useEffectEvent((signal: AbortSignal) => {
		if (report === null && busy !== "performing") void start(false, signal);
	});
	useEffect(() => {
		const abort = new AbortController();
		lookFirst(abort.signal);
		return () => abort.abort();
	}, []);

	useCommands(stepsCommands, {
		report,
		busy: busy !== null,
		mayRun: status.otherRunner === null,
		perform: () => start(true),
		again: () => start(false),
		openEntry: () => setOpened(true),
		back: onBack,
		another: onAnother,
	});

	return (
		<Box flexDirection="column" width={width} height={height}>
			<Text bold wrap="truncate-end">
				{cutText(name, width)}
			</Text>
			{busy === null ? (
				<Text> </Text>
			) : (
				<Spinner label={busy === "looking" ? "Previewing (nothing is written)…" : "Performing…"} />
			)}
			{report !== null && (
				<DetailPane details={stepDetails(report, hint)} width={width} height={height - 2} />
			)}
			{opened && report?.entry && (
				<EntryDialog entry={report.entry} width={width} height={height} onClose={() => setOpened(false)} />
			)}
		</Box>
	);
}
