import { Box } from "ink";
import type { Why } from "../../app/why/why.ts";
import { DetailPane } from "../components/detail/detail-pane.tsx";
import { Dialog } from "../components/dialog/dialog.tsx";
import { Spinner } from "../components/spinner.tsx";
import { useShell } from "../context/shell-context.ts";
import { useLoad } from "../hooks/use-load.ts";
import type { Command } from "../keys/command.ts";
import { useCommands } from "../keys/use-keys.ts";
import { whyDetails } from "./why-details.ts";

type WhyView = { readonly close: () => void; readonly copy: (() => void) | undefined };

/** The keys of an explanation. */
export const whyCommands: readonly Command<WhyView>[] = [
	{
		id: "why.copy",
		means: "copy",
		title: "Copy the explanation as JSON",
		hint: "copy",
		where: "in an explanation",
		when: ({ copy }) => copy !== undefined,
		run: ({ copy }) => copy?.(),
	},
	{
		id: "why.close",
		keys: ["escape", "enter"],
		means: "leave",
		title: "Back",
		hint: "back",
		where: "in an explanation",
		run: ({ close }) => close(),
	},
];

export type WhyDialogProps = {
	readonly why: Why;
	readonly userId: string;
	readonly name: string;
	readonly width: number;
	readonly height: number;
	readonly onClose: () => void;
};

/** Explains the scope decision, match, values and history of a user. */
export function WhyDialog(props: WhyDialogProps) {
	const cells = Math.min(110, props.width - 2);
	return (
		<Dialog title={`Why · ${props.name}`} width={cells} height={props.height}>
			<Explanation {...props} width={cells - 4} height={props.height - 3} />
		</Dialog>
	);
}

function Explanation({ why, userId, width, height, onClose }: WhyDialogProps) {
	const { copy, hint, now } = useShell();
	const { value, failed } = useLoad(userId, (id, { signal }) => why.explain(id, signal));
	useCommands(whyCommands, {
		close: onClose,
		copy: value && (() => copy(JSON.stringify(value, null, 2), "the explanation")),
	});
	if (value !== undefined)
		return <DetailPane details={whyDetails(value, hint, now())} width={width} height={height} />;
	return (
		<Box height={height}>
			{failed === null ? (
				<Spinner label="Reading source and target…" />
			) : (
				<DetailPane details={[{ text: failed, tone: "bad" }]} width={width} height={height} />
			)}
		</Box>
	);
}
