import { Text } from "ink";
import { useMemo } from "react";
import type { Mapping } from "../../../../app/mapping/mapping.ts";
import type { AttributeMapping } from "../../../../mapping/attribute-mapping.ts";
import { useLoad } from "../../../hooks/use-load.ts";
import { useSettled } from "../../../hooks/use-settled.ts";
import { cutText, widthOf } from "../../../text/fit-text.ts";
import { PreviewValue } from "../preview/mapping-preview.tsx";
import type { Sample } from "../preview/use-sample.ts";

export type LiveResultProps = {
	readonly mapping: Mapping;
	readonly sample: Sample;
	readonly draft: AttributeMapping;
	/** Why there is no result yet; null: there is one. Nothing is asked for a draft that a directory would only refuse. */
	readonly without: string | null;
	readonly width: number;
};

/** Milliseconds without a key before the result is asked for: with Entra ID it costs requests. */
const pause = 150;

/** What the mapping being edited yields for the sample user, soon after each edit. */
export function LiveResult(props: LiveResultProps) {
	const { user, loading } = props.sample;
	if (user === undefined)
		return <Text dimColor>{loading ? "Reading the users…" : "There is nobody to preview with."}</Text>;
	if (props.without !== null)
		return <Text dimColor>{cutText(`${user.displayName} … ${props.without}`, props.width)}</Text>;
	return <ResultLine {...props} userId={user.id} name={user.displayName} />;
}

function ResultLine({
	mapping,
	draft,
	userId,
	name,
	width,
}: LiveResultProps & { readonly userId: string; readonly name: string }) {
	const settled = useSettled(draft, pause);
	const request = useMemo(() => ({ userId, settled }), [userId, settled]);
	const { value: lines, failed } = useLoad(request, (asked) => mapping.preview(asked.userId, asked.settled), {
		quiet: true,
	});
	const label = cutText(name, Math.floor(width / 3));
	const line =
		failed === null
			? lines?.findLast(({ target }) => target === settled.target)
			: { target: draft.target, value: null, error: failed };
	return (
		<Text wrap="truncate-end">
			<Text dimColor>{`${label} `}</Text>
			{line === undefined ? (
				<Text dimColor>…</Text>
			) : (
				<PreviewValue line={line} width={width - widthOf(label) - 1} />
			)}
		</Text>
	);
}
