import { use, useState } from "react";
import type { ThemeName } from "../../config/settings/console.ts";
import { Dialog } from "../components/dialog/dialog.tsx";
import { type Option, Select } from "../components/input/select.tsx";
import { AppearanceContext } from "../theme/use-appearance.ts";

const themes: readonly Option<ThemeName>[] = [
	{ value: "auto", label: "auto", detail: "dark or light, by the background of the terminal" },
	{ value: "dark", label: "dark", detail: "for a dark background" },
	{ value: "light", label: "light", detail: "for a light background" },
	{
		value: "high-contrast",
		label: "high-contrast",
		detail: "strong colors, nothing dimmed, selection inverse",
	},
	{ value: "16-colors", label: "16-colors", detail: "the terminal's own palette" },
	{ value: "none", label: "none", detail: "no colors" },
];

/** A choice of the theme, which shows as it is marked. Esc keeps the previous one. */
export function ThemeDialog({
	onTake,
	onClose,
}: {
	readonly onTake: (theme: ThemeName) => void;
	readonly onClose: () => void;
}) {
	const appearance = use(AppearanceContext);
	const [before] = useState(() => appearance.look().theme);
	const [marked, setMarked] = useState(before);
	return (
		<Dialog
			title="Theme"
			width={72}
			onClose={() => {
				appearance.change({ theme: before });
				onClose();
			}}
		>
			<Select
				options={themes}
				value={marked}
				onChange={(theme) => {
					setMarked(theme);
					appearance.change({ theme });
				}}
				onSubmit={onTake}
				focused
				width={68}
				height={themes.length}
			/>
		</Dialog>
	);
}
