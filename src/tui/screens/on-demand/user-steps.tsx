import { Box, Text } from "ink";
import { useEffect, useEffectEvent, useState } from "react";
import type { OnDemandReport } from "../../../app/provisioning/provisioning.ts";
import type { Session } from "../../../app/session.ts";
import { DetailPane } from "../../components/detail/detail-pane.tsx";
import { ConfirmDialog } from "../../components/dialog/confirm-dialog.tsx";
import { Spinner } from "../../components/spinner.tsx";
import { useShell } from "../../context/shell-context.ts";
import { EntryDialog } from "../../entry/entry-dialog.tsx";
import { useProvisioningStatus } from "../../hooks/use-provisioning-status.ts";
import { useCommands } from "../../keys/use-keys.ts";
import { cutText, wrapText } from "../../text/fit-text.ts";
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
	const noPreview = session.provisioning.missing("preview");
	const canPreview = noPreview === null;
	const [busy, setBusy] = useState<"looking" | "performing" | null>(canPreview ? "looking" : null);
	const [asks, setAsks] = useState(false);
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
		if (canPreview && report === null && busy !== "performing") void start(false, signal);
	});
	useEffect(() => {
		const abort = new AbortController();
		lookFirst(abort.signal);
		return () => abort.abort();
	}, []);

	useCommands(stepsCommands, {
		report,
		busy: busy !== null,
		otherRunner: status.otherRunner,
		noPreview,
		perform: async () => (canPreview ? start(true) : setAsks(true)),
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
			{report === null && noPreview !== null && busy === null && (
				<Text>{wrapText(`${noPreview} Press p to provision this user now.`, width).join("\n")}</Text>
			)}
			{asks && (
				<ConfirmDialog
					title="Provision this user now?"
					lines={[`${name}`, "Entra's own job provisions the user at once."]}
					verb="Provision"
					onConfirm={() => {
						setAsks(false);
						return start(true);
					}}
					onCancel={() => setAsks(false)}
				/>
			)}
			{opened && report?.entry && (
				<EntryDialog entry={report.entry} width={width} height={height} onClose={() => setOpened(false)} />
			)}
		</Box>
	);
}
