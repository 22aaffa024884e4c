import { Box, Text, type TextProps } from "ink";
import { useMemo } from "react";
import type { Mapping, PreviewLine } from "../../../../app/mapping/mapping.ts";
import { windowTop } from "../../../hooks/list-window.ts";
import { useLoad } from "../../../hooks/use-load.ts";
import { cutText, drawable, firstLines, fitText, widthOf, wrapText } from "../../../text/fit-text.ts";
import { paint } from "../../../theme/theme.ts";
import type { Sample } from "./use-sample.ts";

/** `= value`, `– null`, or `✗` with the reason. */
function valueText({ error, value }: PreviewLine): string {
	if (error !== null) return `✗ ${error}`;
	return value === null ? "– null" : `= ${value}`;
}

function valueColors({ error, value }: PreviewLine): TextProps {
	if (error !== null) return paint("bad");
	return value === null ? { dimColor: true } : {};
}

/** The value of a mapping on one line: `= value`, `– null`, or `✗` with the reason. */
export function PreviewValue({ line, width }: { readonly line: PreviewLine; readonly width: number }) {
	return <Text {...valueColors(line)}>{cutText(valueText(line), width)}</Text>;
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
	const { user, loading, failed } = props.sample;
	const noUser = loading ? "reading the users…" : failed === null ? "no user" : "users not read";
	const name = user?.displayName ?? noUser;
	return (
		<Box flexDirection="column" width={props.width} height={props.height} overflow="hidden">
			<Text wrap="truncate-end">
				<Text bold>{cutText(`Preview: ${name}`, props.width - 2)}</Text>
				{user && <Text dimColor>{` ${cutText(user.userName, 40)}`}</Text>}
			</Text>
			{user === undefined && failed !== null && <PreviewFailure {...props} reason={failed} />}
			{user && <PreviewLines {...props} userId={user.id} />}
		</Box>
	);
}

/** Why there is no preview, in the lines below the title. */
function PreviewFailure({
	reason,
	width,
	height,
}: {
	readonly reason: string;
	readonly width: number;
	readonly height: number;
}) {
	return (
		<Text {...paint("bad")}>{firstLines(`✗ ${reason}`, width, Math.max(1, height - 1)).join("\n")}</Text>
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
	const { value, of, failed } = useLoad(request, (asked) => mapping.preview(asked.userId), {
		quiet: true,
	});
	// The values of another user are not shown under this one's name.
	const lines = (of?.userId === userId ? value : undefined) ?? none;
	if (failed !== null) return <PreviewFailure reason={failed} width={width} height={height} />;
	const index = Math.max(
		0,
		lines.findIndex((line) => line.target === target),
	);
	const page = Math.max(1, height - 1);
	const top = windowTop(0, index, page, lines.length);
	const label = Math.min(28, Math.max(10, Math.floor(width / 3)));
	const drawn = lines.map((line) => wholeLine(line, label, width));
	const fits = drawn.reduce((sum, { name, value }) => sum + name.length + value.length, 0) <= page;
	return lines.slice(top, top + page).map((line, shown) => {
		const isCurrent = line.target === target;
		const { name, value } = (fits ? drawn[top + shown] : undefined) ?? { name: [], value: [] };
		return value.length === 0 ? (
			<Text key={line.target} wrap="truncate-end" bold={isCurrent}>
				<Text dimColor={!isCurrent}>{fitText(line.target, label)} </Text>
				<PreviewValue line={line} width={width - label - 1} />
			</Text>
		) : (
			<Text key={line.target} bold={isCurrent}>
				<Text dimColor={!isCurrent}>{`${name.join("\n")}\n`}</Text>
				<Text {...valueColors(line)}>{value.join("\n")}</Text>
			</Text>
		);
	});
}

/** The lines of a mapping that cut nothing: the value below the name, or no lines for the value where both fit on one. */
function wholeLine(
	line: PreviewLine,
	label: number,
	width: number,
): { readonly name: readonly string[]; readonly value: readonly string[] } {
	const isShort =
		widthOf(drawable(line.target)) <= label && widthOf(drawable(valueText(line))) <= width - label - 1;
	return isShort
		? { name: [line.target], value: [] }
		: {
				name: wrapText(line.target, width),
				value: wrapText(valueText(line), width - 2).map((part) => `  ${part}`),
			};
}
