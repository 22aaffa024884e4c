import { Box, Text, useIsScreenReaderEnabled } from "ink";
import { memo } from "react";
import type { ScreenId } from "../context/shell-context.ts";
import { useClick } from "../keys/use-click.ts";
import { widthOf } from "../text/fit-text.ts";
import { paint } from "../theme/theme.ts";
import { groups } from "./groups.ts";
import type { ScreenDescriptor } from "./screen.ts";
import { type Grouped, groupsOf } from "./screen-groups.ts";

type Part = { readonly id: string; readonly label: string; readonly isShown: boolean };

/** How much of the titles is shown. */
type Style = {
	/** Titles of the other groups: in full, short, or their digits alone. */
	readonly others: "full" | "short" | "none";
	/** Whether the screens of the shown group have their full titles. */
	readonly full: boolean;
	/** Whether the other screens of the shown group are there. */
	readonly siblings: boolean;
	readonly gap: string;
};

/** From the widest to the narrowest. */
const styles: readonly Style[] = [
	{ others: "full", full: true, siblings: true, gap: " " },
	{ others: "full", full: true, siblings: true, gap: "" },
	{ others: "short", full: true, siblings: true, gap: "" },
	{ others: "short", full: false, siblings: true, gap: "" },
	{ others: "short", full: false, siblings: false, gap: "" },
	{ others: "none", full: false, siblings: true, gap: "" },
];

function partsOf(
	group: Grouped,
	shown: ScreenId,
	{ others, full, siblings, gap }: Style,
	badge: string,
): readonly Part[] {
	const { key, short: narrow, screens } = group;
	// What needs the operator is on the first screen.
	const mark = key === groups.home.key && badge !== "" ? ` ${badge}` : "";
	const title = `${group.title}${mark}`;
	const short = `${narrow ?? group.title}${mark}`;
	if (!screens.some(({ id }) => id === shown)) {
		const name = { full: `${title} `, short: `${short} `, none: mark === "" ? "" : `${badge} ` }[others];
		return [{ id: key, label: `${gap}${key} ${name}`, isShown: false }];
	}
	if (screens.length === 1) return [{ id: key, label: `${gap}${key} ${title} `, isShown: true }];
	return [
		{ id: key, label: `${gap}${key} `, isShown: false },
		...screens
			.filter(({ id }) => siblings || id === shown)
			.map((screen) => ({
				id: screen.id,
				label: ` ${full ? screen.title : (screen.short ?? screen.title)} `,
				isShown: screen.id === shown,
			})),
	];
}

/** The groups in the widest style that fits, the screens of the shown one in its place. */
function layOut(
	screens: readonly ScreenDescriptor[],
	shown: ScreenId,
	width: number,
	badge: string,
): { readonly parts: readonly Part[]; readonly isFull: boolean; readonly isNamed: boolean } {
	const grouped = groupsOf(screens);
	const drawn = styles.map((style) => grouped.flatMap((group) => partsOf(group, shown, style, badge)));
	const fits = (parts: readonly Part[]) => parts.reduce((sum, { label }) => sum + widthOf(label), 0) <= width;
	const parts = drawn.find(fits) ?? drawn.at(-1) ?? [];
	const { others, full } = styles[drawn.indexOf(parts)] ?? {};
	return { parts, isFull: others === "full" && full === true, isNamed: others !== "none" };
}

/** `Home › Plan › Mapping`: the way from the screens that Esc returns to. Empty where it only returns to Home. */
function crumbsOf(
	screens: readonly ScreenDescriptor[],
	trail: readonly ScreenId[],
	shown: ScreenId,
	full: boolean,
): string {
	if (trail.length === 0) return "";
	const names = [...trail, shown].map((id) => {
		const screen = screens.find((one) => one.id === id);
		return (full ? screen?.title : (screen?.short ?? screen?.title)) ?? id;
	});
	return `  ${names.join(" › ")}`;
}

/** `‹ Users`: the screen that Esc returns to. */
function wayBack(screens: readonly ScreenDescriptor[], trail: readonly ScreenId[]): string {
	const screen = screens.find(({ id }) => id === trail.at(-1));
	return screen === undefined ? "" : `  ‹ ${screen.short ?? screen.title}`;
}

/**
 * Crumbs, and the parts of the tabs that fit beside them. Crumbs have full titles where all tabs have them. Where the tabs would lose
 * their titles, only the screen that Esc returns to is named.
 */
function lineOf(
	screens: readonly ScreenDescriptor[],
	{
		trail,
		shown,
		width,
		badge,
	}: { trail: readonly ScreenId[]; shown: ScreenId; width: number; badge: string },
): { readonly crumbs: string; readonly parts: readonly Part[] } {
	const full = crumbsOf(screens, trail, shown, true);
	const beside = layOut(screens, shown, width - widthOf(full), badge);
	if (beside.isFull) return { crumbs: full, parts: beside.parts };
	for (const crumbs of [crumbsOf(screens, trail, shown, false), wayBack(screens, trail)]) {
		const { parts, isNamed } = layOut(screens, shown, width - widthOf(crumbs), badge);
		if (isNamed || crumbs === "") return { crumbs, parts };
	}
	const crumbs = crumbsOf(screens, trail, shown, false);
	return { crumbs, parts: layOut(screens, shown, width - widthOf(crumbs), badge).parts };
}

/** The second line: the groups with their digits, the shown screen bold and inverse, and at the end the way to it. */
export const Tabs = memo(function Tabs({
	screens,
	shown,
	trail,
	width,
	badge = "",
	onVisit,
}: {
	readonly screens: readonly ScreenDescriptor[];
	readonly shown: ScreenId;
	/** The screens that led to the shown one, as far as Esc returns to them. */
	readonly trail: readonly ScreenId[];
	readonly width: number;
	/** What needs the operator, beside the title of Home; empty for nothing. */
	readonly badge?: string;
	/** Shows a screen whose tab was clicked. Keeps its identity. */
	readonly onVisit: (screen: ScreenId) => void;
}) {
	const isReader = useIsScreenReaderEnabled();
	const { crumbs, parts } = lineOf(screens, { trail, shown, width, badge });
	const line = useClick((x) => {
		let end = 0;
		const part = parts.find(({ label }) => {
			end += widthOf(label);
			return x < end;
		});
		const target = part === undefined ? undefined : screenOf(screens, part.id);
		if (target !== undefined) onVisit(target);
		return undefined;
	});
	if (isReader) {
		const screen = screens.find(({ id }) => id === shown);
		const from = trail.map((id) => screens.find((one) => one.id === id)?.title ?? id);
		return (
			<Text>{`Screen: ${screen?.title ?? shown}${from.length === 0 ? "" : `, from ${from.join(", ")}`}`}</Text>
		);
	}
	return (
		<Box ref={line} width={width} flexShrink={0} justifyContent="space-between">
			<Text wrap="truncate-end">
				{parts.map(({ id, label, isShown }) =>
					isShown ? (
						<Text key={id} bold inverse {...paint("accent")}>
							{label}
						</Text>
					) : (
						<Text key={id}>{label}</Text>
					),
				)}
			</Text>
			{crumbs !== "" && (
				<Box flexShrink={0}>
					<Text dimColor wrap="truncate-start">
						{crumbs}
					</Text>
				</Box>
			)}
		</Box>
	);
});

/** The screen of a part: its own, or the first one of its group. */
function screenOf(screens: readonly ScreenDescriptor[], id: string): ScreenId | undefined {
	const screen = screens.find((one) => one.id === id);
	return screen?.id ?? groupsOf(screens).find(({ key }) => key === id)?.screens[0]?.id;
}
