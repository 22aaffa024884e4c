import type { ShownSetting } from "../../../app/settings/profile-settings.ts";

/** A line on the screen. */
export type SettingsLine =
	| { readonly type: "head"; readonly title: string }
	| { readonly type: "setting"; readonly setting: ShownSetting };

/** The settings, below headings for their groups if both fit. */
export function rowsOf(list: readonly ShownSetting[], page: number): readonly SettingsLine[] {
	const groups = new Set(list.map(({ group }) => group)).size;
	const hasHeads = list.length + groups <= page;
	return list.flatMap((setting, index): readonly SettingsLine[] => {
		const row = { type: "setting", setting } as const;
		const isFirst = list[index - 1]?.group !== setting.group;
		return hasHeads && isFirst ? [{ type: "head", title: setting.group }, row] : [row];
	});
}
