import { useIsScreenReaderEnabled } from "ink";
import type { Why } from "../../../app/why/why.ts";
import { DetailsDialog } from "../../components/dialog/details-dialog.tsx";
import { useShell } from "../../context/shell-context.ts";
import { EntryDialog } from "../../entry/entry-dialog.tsx";
import { ageInterval, useNow } from "../../hooks/use-now.ts";
import { cycleMark } from "../../text/cycle-mark.ts";
import { WhyDialog } from "../../why/why-dialog.tsx";
import { cycleDetails } from "./cycle-text.ts";
import { cycleCommands } from "./home-commands.ts";
import type { Opened } from "./use-opened.ts";

/** From this height, the counts of a cycle are a table. */
const tableFrom = 28;

/** What was opened over Home: a log entry, a cycle, or how a user is provisioned. */
export function OpenedDialog({
	opened,
	why,
	width,
	height,
	onClose,
}: {
	readonly opened: Opened;
	readonly why: Why;
	readonly width: number;
	readonly height: number;
	readonly onClose: () => void;
}) {
	const { hint } = useShell();
	const age = useNow(ageInterval);
	const isReader = useIsScreenReaderEnabled();
	const frame = { width, height, onClose };
	switch (opened.type) {
		case "entry":
			return <EntryDialog entry={opened.entry} {...frame} />;
		case "cycle":
			return (
				<DetailsDialog
					title={`Cycle · ${cycleMark(opened.cycle).word}`}
					{...(isReader || height < tableFrom ? {} : { above: opened.counts })}
					details={cycleDetails(opened.cycle, opened.failures, age, hint)}
					subject={opened.cycle}
					commands={cycleCommands}
					{...frame}
				/>
			);
		case "why":
			return <WhyDialog why={why} userId={opened.user.id} name={opened.user.displayName} {...frame} />;
	}
}
