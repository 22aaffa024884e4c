import { Text } from "ink";
import { useState } from "react";
import { drawable, fitText, widthOf } from "../../text/fit-text.ts";
import { completePath, namesFile } from "./complete-path.ts";
import { TextInput, type TextInputProps } from "./text-input.tsx";

/** The candidates of a path that is being typed. */
export type PathCandidates = {
	readonly names: readonly string[];
	readonly show: (names: readonly string[]) => void;
};

const none: readonly string[] = [];

/** The candidates to choose from, for a form that has one field of a path at a time. */
export function usePathCandidates(): PathCandidates {
	const [names, setNames] = useState(none);
	return { names, show: setNames };
}

/**
 * A line of text that is a path: Tab completes it. Where several names are possible, they are passed to `candidates`, for the form to
 * show. Tab goes to the next field once there is nothing to complete.
 */
export function PathInput({
	candidates,
	onChange,
	...props
}: Omit<TextInputProps, "masked" | "complete"> & { readonly candidates: PathCandidates }) {
	return (
		<TextInput
			{...props}
			onChange={(path) => {
				candidates.show(none);
				onChange(path);
			}}
			complete={(typed) => {
				if (typed === "") return false;
				const { path, candidates: names } = completePath(typed);
				if (path === typed && (names.length === 0 || namesFile(typed))) return false;
				if (path !== typed) onChange(path);
				candidates.show(names);
				return true;
			}}
		/>
	);
}

/** The candidates in columns, as many as fit. Nothing when there are none. */
export function CandidateLines({
	names,
	width,
	height,
}: {
	readonly names: readonly string[];
	readonly width: number;
	readonly height: number;
}) {
	if (names.length === 0) return null;
	return <Text dimColor>{candidateLines(names, width, height).join("\n")}</Text>;
}

/** Names in columns, filled from top to bottom. The last line counts those that do not fit. */
export function candidateLines(names: readonly string[], width: number, height: number): readonly string[] {
	const cells = Math.min(width, Math.max(...names.map((name) => widthOf(drawable(name)))) + 2);
	const columns = Math.max(1, Math.floor(width / cells));
	const needed = Math.ceil(names.length / columns);
	const lines = Math.max(0, needed > height ? height - 1 : needed);
	const rest = names.length - lines * columns;
	const shown = Array.from({ length: lines }, (_, line) =>
		Array.from({ length: columns }, (_, column) => names[column * lines + line] ?? "")
			.map((name) => fitText(drawable(name), cells))
			.join("")
			.trimEnd(),
	);
	return rest > 0 ? [...shown, `… ${rest} more`] : shown;
}
