import { Box, Text } from "ink";
import { useMemo } from "react";
import type { Mapping, PreviewLine } from "../../../../app/mapping/mapping.ts";
import { windowTop } from "../../../hooks/list-window.ts";
import { useLoad } from "../../../hooks/use-load.ts";
import { cutText, fitText } from "../../../text/fit-text.ts";
import { paint } from "../../../theme/theme.ts";
import type { Sample } from "./use-sample.ts";

/** The value of a mapping: `= value`, `– null`, or `✗` with the reason. */
export function PreviewValue({ line, width }: { readonly line: PreviewLine; readonly width: number }) {
	if (line.error !== null) {
		return <Text {...paint("bad")}>{cutText(`✗ ${line.error}`, width)}</Text>;
	}
	if (line.value === null) return <Text dimColor>{cutText("– null", width)}</Text>;
	return <Text>{cutText(`= ${line.value}`, width)}</Text>;
}

export type MappingPreviewProps = {
	readonly mapping: Mapping;
	readonly sample: Sample;
	/** Changes when the mappings change, to evaluate them again. */
	readonly rows: unknown;
	/** The target under the cursor; its line stays visible. */
	readonly target: string | undefined;
	readonly width: number;
	readonly height: number;
};

const none: readonly PreviewLine[] = [];

/** The values of all mappings for the sample user. */
export function MappingPreview(props: MappingPreviewProps) {
	const { user, loading } = props.sample;
	const name = user === undefined ? (loading ? "reading the users…" : "no user") : user.displayName;
	return (
		<Box flexDirection="column" width={props.width} height={props.height} overflow="hidden">
			<Text wrap="truncate-end">
				<Text bold>{cutText(`Preview: ${name}`, props.width - 2)}</Text>
				{user && <Text dimColor>{` ${cutText(user.userName, 40)}`}</Text>}
			</Text>
			{user && <PreviewLines {...props} userId={user.id} />}
		</Box>
	);
}

function PreviewLines({
	mapping,
	rows,
	userId,
	target,
	width,
	height,
}: MappingPreviewProps & { readonly userId: string }) {
	const request = useMemo(() => ({ userId, rows }), [userId, rows]);
	const { value: lines = none, failed } = useLoad(request, (asked) => mapping.preview(asked.userId), {
		quiet: true,
	});
	if (failed !== null) return <Text {...paint("bad")}>{cutText(`✗ ${failed}`, width)}</Text>;
	const index = Math.max(
		0,
		lines.findIndex((line) => line.target === target),
	);
	const page = Math.max(1, height - 1);
	const top = windowTop(0, index, page, lines.length);
	const label = Math.min(28, Math.max(10, Math.floor(width / 3)));
	return lines.slice(top, top + page).map((line) => (
		<Text key={line.target} wrap="truncate-end" bold={line.target === target}>
			<Text dimColor={line.target !== target}>{fitText(line.target, label)} </Text>
			<PreviewValue line={line} width={width - label - 1} />
		</Text>
	));
}
