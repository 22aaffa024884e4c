import { Box, Text, useIsScreenReaderEnabled } from "ink";
import { memo } from "react";
import type { ProvisioningStatus } from "../../app/provisioning/provisioning.ts";
import type { Session } from "../../app/session.ts";
import { useProvisioningStatus } from "../hooks/use-provisioning-status.ts";
import { useSessionState } from "../hooks/use-session-state.ts";
import { cutText, widthOf } from "../text/fit-text.ts";
import { onOffOf } from "../text/on-off.ts";
import { targetLabel } from "../text/target-label.ts";
import { paint, type Tone } from "../theme/theme.ts";

/** The state of the cycle in a few words; in hosted mode of the cycle of Entra's job. */
export function progressLabel({ running, hosted }: Pick<ProvisioningStatus, "running" | "hosted">): string {
	const [entra] = hosted?.job?.progress ?? [];
	if (running === null) return entra === undefined ? "idle" : `${entra.completed}/${entra.total}`;
	if (running.total === null || running.phase !== "provisioning") return running.phase;
	return `${running.done}/${running.total}`;
}

type Part = {
	readonly text: string;
	readonly tone: Tone;
	readonly bold?: boolean;
	readonly inverse?: boolean;
};

function Line({
	left,
	right,
	width,
}: {
	readonly left: readonly Part[];
	readonly right: string;
	readonly width: number;
}) {
	return (
		<Box width={width} justifyContent="space-between">
			<Box flexShrink={1}>
				<Text wrap="truncate-end">
					{left.map(({ text, tone, bold = false, inverse = false }, index) => (
						<Text key={text}>
							{index === 0 ? "" : " · "}
							<Text bold={bold} inverse={inverse} {...paint(tone)}>
								{text}
							</Text>
						</Text>
					))}
				</Text>
			</Box>
			<Box flexShrink={0}>
				<Text>{right}</Text>
			</Box>
		</Box>
	);
}

const product: Part = { text: "sumo-provision", tone: "accent", bold: true };
/** Everything is simulated. */
const demo: Part = { text: " DEMO ", tone: "caution", bold: true, inverse: true };
/** The word says it without color. */
const production: Part = { text: " PRODUCTION ", tone: "bad", bold: true, inverse: true };

function OpenHeader({ session, width }: { readonly session: Session; readonly width: number }) {
	const status = useProvisioningStatus(session);
	const { quarantine, otherRunner, limit } = status;
	const profile = useSessionState(session);
	const isReader = useIsScreenReaderEnabled();
	if (isReader)
		return (
			<Text>
				{`sumo-provision, profile ${profile.name}, target ${targetLabel(profile)}`}
				{profile.production ? ", production" : ""}
				{quarantine === null ? "" : ", in quarantine"}
				{otherRunner === null ? "" : ", read-only"}
			</Text>
		);
	const right = ` ${limit.used.toFixed(1)}${limit.perSecond > 0 ? `/${limit.perSecond}` : ""} req/s`;
	const { text, tone } = onOffOf(status);
	const states: Part[] = [{ text, tone }];
	if (quarantine !== null) states.push({ text: "! quarantine", tone: "caution" });
	states.push(
		otherRunner === null
			? { text: progressLabel(status), tone: "plain" }
			: { text: "read-only", tone: "caution" },
	);
	const marks = [
		...(profile.source.type === "demo" ? [demo] : []),
		...(profile.production ? [production] : []),
	];
	const fixed = [...marks, ...states];
	const cells = (parts: readonly Part[]) => parts.reduce((sum, { text }) => sum + widthOf(text) + 3, 0);
	const target: Part = { text: targetLabel(profile), tone: "plain" };
	const room = width - widthOf(right) - cells([target, ...fixed]);
	// The product's name is the first to go.
	const before = room - cells([product]) < Math.min(8, widthOf(profile.name)) ? [] : [product];
	const name = cutText(profile.name, Math.max(8, room - cells(before)));
	const left = [...before, { text: name, tone: "plain" } as const, target, ...fixed];
	return <Line left={left} right={right} width={width} />;
}

/**
 * The first line: product, profile, target, On or Off, the cycle, and requests per second against the limit.
 * It subscribes to the session itself, so that its updates redraw nothing else. Shows "opening…" before the session is open.
 * `profileName` is the name until then, empty when it is not known yet.
 */
export const Header = memo(function Header({
	session,
	profileName,
	width,
}: {
	readonly session: Session | null;
	readonly profileName: string;
	readonly width: number;
}) {
	if (session) return <OpenHeader session={session} width={width} />;
	const name = profileName === "" ? [] : [{ text: cutText(profileName, 40), tone: "plain" } as const];
	return <Line left={[product, ...name, { text: "opening…", tone: "dim" }]} right="" width={width} />;
});
