import { Text } from "ink";
import { useMemo } from "react";
import type { Mapping } from "../../../../app/mapping/mapping.ts";
import type { AttributeMapping } from "../../../../mapping/definition/attribute-mapping.ts";
import { useLoad } from "../../../hooks/use-load.ts";
import { useSettled } from "../../../hooks/use-settled.ts";
import { cutText, widthOf } from "../../../text/fit-text.ts";
import { PreviewValue } from "../preview/mapping-preview.tsx";
import type { Sample } from "../preview/use-sample.ts";

export type LiveResultProps = {
	readonly mapping: Mapping;
	readonly sample: Sample;
	readonly draft: AttributeMapping;
	/** Why there is no result yet; null: there is one. A draft that the directory would reject is not evaluated. */
	readonly without: string | null;
	readonly width: number;
};

/** Milliseconds without a key before evaluating: with Entra ID this takes requests. */
const pause = 150;

/** The value of the edited mapping for the sample user, updated shortly after each edit. */
export function LiveResult(props: LiveResultProps) {
	const { user, loading } = props.sample;
	if (user === undefined)
		return <Text dimColor>{loading ? "Reading the users…" : "There is no user to preview."}</Text>;
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
	const { value, of, failed } = useLoad(request, (asked) => mapping.preview(asked.userId, asked.settled), {
		quiet: true,
	});
	const lines = of?.userId === userId ? value : undefined;
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
