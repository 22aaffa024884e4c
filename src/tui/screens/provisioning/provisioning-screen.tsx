import { Box } from "ink";
import { useState } from "react";
import type { LogIdentity } from "../../../ports/log/log-entry.ts";
import { useShell } from "../../context/shell-context.ts";
import { EntryDialog } from "../../entry/entry-dialog.tsx";
import { ageInterval, useNow } from "../../hooks/use-now.ts";
import { useProvisioningStatus } from "../../hooks/use-provisioning-status.ts";
import { useCommands } from "../../keys/use-keys.ts";
import { provisioningCommands } from "../../provisioning/provisioning-commands.ts";
import { ProvisioningDialog } from "../../provisioning/provisioning-dialog.tsx";
import { useProvisioning } from "../../provisioning/use-provisioning.ts";
import type { ScreenProps } from "../../shell/screen.ts";
import { WhyDialog } from "../../why/why-dialog.tsx";
import { entraLogNote, hostedNotices } from "./hosted-notices.ts";
import { HostedPanel } from "./hosted-panel.tsx";
import { LogPanel } from "./log-panel.tsx";
import { noticesOf } from "./notices.ts";
import { panelHeight, StatusPanel } from "./status-panel.tsx";
import { answeredNote, useAnswered } from "./use-answered.ts";
import { useLogView } from "./use-log-view.ts";

/** Status and control of provisioning: the status, notices for the operator, and the live log. */
export function ProvisioningScreen(props: ScreenProps) {
	// Each mode has a log of its own.
	useProvisioningStatus(props.session);
	return <ModeScreen key={props.session.provisioning.mode()} {...props} />;
}

function ModeScreen({ session, width, height }: ScreenProps) {
	const { hint } = useShell();
	const age = useNow(ageInterval);
	const status = useProvisioningStatus(session);
	const log = useLogView(session);
	const answered = useAnswered(session);
	const [opened, setOpened] = useState(false);
	const [explained, setExplained] = useState<LogIdentity>(null);

	const actions = useProvisioning(session, status);
	useCommands(provisioningCommands, actions.view);

	const open = () => {
		log.list.setFollowing(false);
		setOpened(true);
	};

	const explain = () => {
		log.list.setFollowing(false);
		setExplained(log.list.current?.source ?? null);
	};

	const { hosted } = status;
	const notices =
		hosted === undefined ? noticesOf(status, hint, age, width) : hostedNotices(hosted, hint, age);
	const above = Math.min(panelHeight(notices, width), height - 6);
	const panel = { notices, width };
	return (
		<Box width={width} height={height} flexDirection="column">
			<Box flexDirection="column" width={width} height={above} overflow="hidden" flexShrink={0}>
				{hosted === undefined ? (
					<StatusPanel status={status} {...panel} />
				) : (
					<HostedPanel hosted={hosted} nextRun={status.nextRun} now={age} {...panel} />
				)}
			</Box>
			<LogPanel
				log={log}
				width={width}
				height={height - above}
				note={hosted === undefined ? answeredNote(answered) : entraLogNote}
				onOpen={open}
				onWhy={explain}
			/>
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
			<ProvisioningDialog actions={actions} session={session} status={status} />
		</Box>
	);
}
