import { Text } from "ink";
import { memo } from "react";
import type { ScreenId } from "../context/shell-context.ts";
import { keyLabel } from "../keys/key-press.ts";
import { paint } from "../theme/theme.ts";
import type { ScreenDescriptor } from "./screen.ts";

type Tab = { readonly id: ScreenId; readonly label: string };

/** Full titles if they fit; otherwise short titles; otherwise keys only, except for the shown screen. */
function labels(screens: readonly ScreenDescriptor[], shown: ScreenId, width: number): readonly Tab[] {
	const styles = [
		(screen: ScreenDescriptor) => ` ${keyLabel(screen.key)} ${screen.title} `,
		(screen: ScreenDescriptor) => `${keyLabel(screen.key)} ${screen.short ?? screen.title} `,
		(screen: ScreenDescriptor) =>
			screen.id === shown ? `${keyLabel(screen.key)} ${screen.title} ` : `${keyLabel(screen.key)} `,
	];
	const drawn = styles.map((style) => screens.map((screen) => ({ id: screen.id, label: style(screen) })));
	const fits = (tabs: readonly Tab[]) => tabs.reduce((sum, { label }) => sum + label.length, 0) <= width;
	return drawn.find(fits) ?? drawn.at(-1) ?? [];
}

/** The second line: the screens with their keys, the shown one bold and inverse. */
export const Tabs = memo(function Tabs({
	screens,
	shown,
	width,
}: {
	readonly screens: readonly ScreenDescriptor[];
	readonly shown: ScreenId;
	readonly width: number;
}) {
	return (
		<Text wrap="truncate-end">
			{labels(screens, shown, width).map(({ id, label }) =>
				id === shown ? (
					<Text key={id} bold inverse {...paint("accent")}>
						{label}
					</Text>
				) : (
					<Text key={id}>{label}</Text>
				),
			)}
		</Text>
	);
});
