import { Box, type DOMElement, Text } from "ink";
import type { Ref } from "react";
import { SettingRow } from "./setting-row.tsx";
import type { rowsOf } from "./settings-rows.ts";
import type { SettingEdit } from "./use-setting-edit.ts";

type SettingListProps = {
	/** The rows that are visible. */
	readonly rows: ReturnType<typeof rowsOf>;
	readonly edit: SettingEdit;
	readonly width: number;
	readonly box: Ref<DOMElement>;
};

/** The visible settings below the titles of their groups. */
export function SettingList({ rows, edit, width, box }: SettingListProps) {
	return (
		<Box ref={box} flexDirection="column" flexShrink={0}>
			{rows.map((row) =>
				row.type === "head" ? (
					<Text key={row.title} dimColor>
						{row.title}
					</Text>
				) : (
					<SettingRow
						key={row.setting.id}
						setting={row.setting}
						focused={row.setting.id === edit.setting?.id}
						typed={row.setting.id === edit.setting?.id ? edit.typed : null}
						problem={edit.problem}
						width={width}
						candidates={edit.candidates}
						onType={edit.setTyped}
					/>
				),
			)}
		</Box>
	);
}
