import { Box } from "ink";
import { useEffect, useEffectEvent, useState } from "react";
import type { Remedy } from "../../../ports/errors/remedy.ts";
import type { LogIdentity } from "../../../ports/log/log-entry.ts";
import { counted } from "../../../text/counted.ts";
import { useShell } from "../../context/shell-context.ts";
import { EntryDialog } from "../../entry/entry-dialog.tsx";
import { useProvisioningStatus } from "../../hooks/use-provisioning-status.ts";
import { useCommands } from "../../keys/use-keys.ts";
import type { ScreenProps } from "../../shell/screen.ts";
import { countText } from "../../text/count-text.ts";
import { WhyDialog } from "../../why/why-dialog.tsx";
import { LogPanel } from "./log-panel.tsx";
import { noticesOf } from "./notices.ts";
import { provisioningCommands, type Question } from "./provisioning-commands.ts";
import { ProvisioningQuestion } from "./provisioning-question.tsx";
import { panelHeight, StatusPanel } from "./status-panel.tsx";
import { useLogView } from "./use-log-view.ts";

/** From this width, the log is next to the status; otherwise below it. */
const wide = 120;
const panelWidth = 52;

/** Status and control of provisioning: the status, notices for the operator, and the live log. */
export function ProvisioningScreen({ session, width, height }: ScreenProps) {
	const { provisioning } = session;
	const { hint, toast, go } = useShell();
	const status = useProvisioningStatus(session);
	const log = useLogView(session);
	const [opened, setOpened] = useState(false);
	const [explained, setExplained] = useState<LogIdentity>(null);
	const [question, setQuestion] = useState<Question | null>(null);
	const warn = useEffectEvent((message: string, remedy?: Remedy) =>
		toast.warn(message, remedy && hint(remedy)),
	);

	useEffect(
		() =>
			provisioning.subscribe((event) => {
				if (event.type === "warning") warn(event.message, event.remedy);
			}),
		[provisioning],
	);

	useCommands(provisioningCommands, {
		status,
		async stop() {
			toast.note("Stopping after in-flight requests…");
			await provisioning.stop();
			toast.done("Stopped. The next cycle continues from here.");
		},
		async retry() {
			await provisioning.retryNow();
			toast.done("Failed users are retried in the next cycle.");
		},
		showPlan: () => go("plan", "now"),
		ask: setQuestion,
	});

	const setEnabled = async (enabled: boolean) => {
		toast.note(enabled ? "Turning on…" : "Turning off after in-flight requests…");
		await provisioning.setEnabled(enabled);
		toast.done(
			enabled
				? "Provisioning is on."
				: "Provisioning is off. No users are changed until you turn it on again.",
		);
	};
	const run = async () => {
		toast.note(status.running === null ? "Running a cycle." : "Another cycle will run after this one.");
		const ended = await provisioning.runNow();
		const { outcome, error, stillFailing, remedy } = ended;
		if (error === null && stillFailing + ended.failed + (ended.notApplied ?? 0) === 0) {
			toast.done(`Cycle ${outcome}: ${countText(ended)}.`);
			return;
		}
		const fails = stillFailing > 0 ? ` ${counted(stillFailing, "user fails", "users fail")}.` : "";
		toast.warn(
			`Cycle ${outcome}: ${error ?? countText(ended)}.${fails}`,
			remedy === null ? "Press F to show only failures." : hint(remedy),
		);
	};
	const restart = async (full: boolean) => {
		await provisioning.restart({ full });
		toast.done("The next cycle reads all users again. Press p to run it now.");
	};
	const allow = async () => {
		await provisioning.allowDeletions();
		toast.done("Allowed one time. Press p to run the cycle.");
	};
	const answers: Readonly<Record<Question, () => Promise<void>>> = {
		run,
		"turn on": () => setEnabled(true),
		"turn off": () => setEnabled(false),
		"allow deletions": allow,
		restart: () => restart(false),
		"restart in full": () => restart(true),
	};
	const answer = (asked: Question) => {
		setQuestion(null);
		return answers[asked]();
	};
	const open = () => {
		log.list.setFollowing(false);
		setOpened(true);
	};

	const explain = () => {
		log.list.setFollowing(false);
		setExplained(log.list.current?.source ?? null);
	};

	const notices = noticesOf(status, hint);
	const beside = width >= wide;
	const above = beside ? 0 : Math.min(panelHeight(notices, width), height - 6);
	const logWidth = beside ? width - panelWidth - 2 : width;
	return (
		<Box width={width} height={height} flexDirection={beside ? "row" : "column"} columnGap={2}>
			<Box width={beside ? panelWidth : width} height={beside ? height : above} overflow="hidden">
				<StatusPanel status={status} notices={notices} width={beside ? panelWidth : width} />
			</Box>
			<LogPanel log={log} width={logWidth} height={height - above} onOpen={open} onWhy={explain} />
			{opened && log.list.current && (
				<EntryDialog
					entry={log.list.current}
					width={width}
					height={height}
					onStep={(by) => log.list.move({ by }, height)}
					onClose={() => setOpened(false)}
				/>
			)}
			{explained !== null && (
				<WhyDialog
					why={session.why}
					userId={explained.id}
					name={explained.displayName}
					width={width}
					height={height}
					onClose={() => setExplained(null)}
				/>
			)}
			{question !== null && (
				<ProvisioningQuestion
					question={question}
					session={session}
					status={status}
					onConfirm={() => answer(question)}
					onCancel={() => setQuestion(null)}
				/>
			)}
		</Box>
	);
}
