import { use, useState } from "react";
import type { ThemeName } from "../../../config/settings/console.ts";
import { Dialog } from "../../components/dialog/dialog.tsx";
import { Select } from "../../components/input/select.tsx";
import { AppearanceContext } from "../../theme/use-appearance.ts";
import { themeOptions } from "./theme-options.ts";

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
				options={themeOptions}
				value={marked}
				onChange={(theme) => {
					setMarked(theme);
					appearance.change({ theme });
				}}
				onSubmit={onTake}
				focused
				width={68}
				height={themeOptions.length}
			/>
		</Dialog>
	);
}
