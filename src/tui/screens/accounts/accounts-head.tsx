import { Box, Text } from "ink";
import type { DriftProgress, DriftReport } from "../../../engine/accounts/drift/drift.ts";
import { counted } from "../../../text/counted.ts";
import { thousands } from "../../../text/thousands.ts";
import { useViewClick } from "../../components/list/use-view-click.ts";
import { Spinner } from "../../components/spinner.tsx";
import { useShell } from "../../context/shell-context.ts";
import { keyFor } from "../../keys/key-table.ts";
import { logTime } from "../../text/show-time.ts";
import { paint } from "../../theme/theme.ts";
import {
	type AccountCounts,
	type AccountOrder,
	type AccountView,
	accountViews,
	requestsToCompare,
} from "./account-view.ts";

/** The first line: counts of the accounts once they are read, and the current view. */
export function AccountsHead({
	counts,
	isCompared,
	view,
	onView,
}: {
	readonly counts: AccountCounts | null;
	/** Whether the accounts were compared: without that, drift is not known. */
	readonly isCompared: boolean;
	readonly view: AccountView;
	/** Called with a view whose name was clicked. */
	readonly onView: (view: AccountView) => void;
}) {
	const known = counts === null ? "Accounts" : countsText(counts, isCompared);
	const line = useViewClick({ before: `${known}  view:`, views: accountViews, view }, onView);
	return (
		<Box ref={line}>
			<Text wrap="truncate-end">
				<Text bold>{known}</Text>
				<Text dimColor>{"  view:"}</Text>
				{accountViews.map((name) =>
					name === view ? (
						<Text key={name} bold {...paint("accent")}>{` [${name}]`}</Text>
					) : (
						<Text key={name} dimColor>{` ${name}`}</Text>
					),
				)}
			</Text>
		</Box>
	);
}

function countsText({ accounts, unmatched, drifted }: AccountCounts, isCompared: boolean): string {
	const drift = isCompared ? ` · ${thousands(drifted)} drifted` : "";
	return `${counted(accounts, "account")} · ${thousands(unmatched)} unmatched${drift}`;
}

export type AccountsStateProps = {
	/** The running action; null for none. */
	readonly busy: string | null;
	readonly report: DriftReport | null;
	readonly madeAt: number;
	/** Whether a cycle has run since the accounts were read or compared. */
	readonly stale: boolean;
	/** Null while they are read for the first time. */
	readonly accounts: number | null;
	readonly selected: number;
	readonly order: AccountOrder;
};

/** The second line: the running action, or the time of the last comparison and the cost of comparing. */
export function AccountsState(props: AccountsStateProps) {
	const { busy, report, madeAt, stale, accounts, selected, order } = props;
	const { now } = useShell();
	if (busy === null && accounts === null) return <Text> </Text>;
	const cost = `about ${counted(requestsToCompare(accounts ?? 0), "request")}`;
	return (
		<Box height={1}>
			{busy !== null ? (
				<Spinner label={busy} />
			) : (
				<Text wrap="truncate-end">
					{selected > 0 && <Text {...paint("accent")}>{`● ${thousands(selected)} selected · `}</Text>}
					<Text dimColor>{`by ${order} · `}</Text>
					{stale && <Text {...paint("caution")}>{`! out of date: ${keyFor("refresh")} refreshes · `}</Text>}
					{report === null ? (
						<Text dimColor>{`not compared yet: ${keyFor("check")} compares all (${cost})`}</Text>
					) : (
						<Text
							dimColor
						>{`${comparedText(report)} at ${logTime(madeAt, now())}; ${keyFor("check")} compares again: ${cost}`}</Text>
					)}
				</Text>
			)}
		</Box>
	);
}

function comparedText({ compared, pending, found }: DriftReport): string {
	const left = pending === 0 ? "" : `, ${thousands(pending)} left for the next cycle`;
	return `${counted(compared, "account")} compared, ${found.length} differ${found.length === 1 ? "s" : ""}${left}`;
}

/** The progress of a comparison as text. */
export function progressText({ phase, done, total }: DriftProgress): string {
	const count = total === null ? thousands(done) : `${thousands(done)} of ${thousands(total)}`;
	switch (phase) {
		case "reading source":
			return done === 0 ? "Reading the source…" : `Reading the source: ${count} users…`;
		case "reading target":
			return `Reading Sumo Logic: ${count} accounts…`;
		case "comparing":
			return `Comparing: ${count}…`;
		case "repairing":
			return `Repairing: ${count}…`;
	}
}
