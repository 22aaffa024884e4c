import type { ShownSetting } from "../../../app/settings/profile-settings.ts";
import type { Column } from "../../components/list/column.ts";

/** Where the value in use comes from. */
export function originOf({ from }: ShownSetting): string {
	return typeof from === "string" ? from : `from ${from.flag}`;
}

/** What a filter of the settings has names for. */
export const settingColumns: readonly Column<ShownSetting>[] = [
	{ title: "Setting", width: 20, text: ({ label }) => label },
	{ title: "Value", width: { min: 10, grow: 1 }, text: ({ shown }) => shown },
	{ title: "From", width: 12, text: originOf },
	{ title: "Group", width: 12, text: ({ group }) => group },
];
