import { confirmCommands } from "./components/confirm-dialog.tsx";
import { detailCommands } from "./components/detail-pane.tsx";
import { dialogCommands } from "./components/dialog.tsx";
import { listCommands } from "./components/list-commands.ts";
import { selectCommands } from "./components/select.tsx";
import type { CommandInfo } from "./keys/command.ts";
import { keyLabel } from "./keys/key-press.ts";
import { helpCommands } from "./shell/help.tsx";
import { paletteCommands } from "./shell/palette.tsx";
import type { ScreenDescriptor } from "./shell/screen.ts";
import { boundaryCommands } from "./shell/screen-boundary.tsx";
import { shellCommands } from "./shell/shell-commands.ts";

type Section = { readonly title: string; readonly commands: readonly CommandInfo[] };

const code = (text: string) => `\`${text.replaceAll("|", "\\|")}\``;

function row({ keys, title, where }: CommandInfo): string {
	const shown = keys.length === 0 ? "palette" : keys.map((key) => code(keyLabel(key))).join(" ");
	return `| ${shown} | ${title} | ${where ?? ""} |`;
}

function section({ title, commands }: Section): string {
	return [`## ${title}`, "", "| key | what it does | where |", "|---|---|---|", ...commands.map(row)].join(
		"\n",
	);
}

/** Everything that keys do, in the order of docs/keys.md. */
export function keySections(screens: readonly ScreenDescriptor[]): readonly Section[] {
	return [
		{ title: "Everywhere", commands: shellCommands(screens) },
		{ title: "Lists", commands: listCommands },
		...screens.map(({ title, commands }) => ({ title, commands })),
		{ title: "Details", commands: detailCommands },
		{
			title: "Choices and confirmations",
			commands: [...selectCommands, ...confirmCommands, ...dialogCommands],
		},
		{
			title: "Palette, help and a screen that failed",
			commands: [...paletteCommands, ...helpCommands, ...boundaryCommands],
		},
	];
}

/** docs/keys.md, from the tables that the keys themselves come from. */
export function keysDocument(screens: readonly ScreenDescriptor[]): string {
	return `# Keys

This page is made from the key tables in \`src/tui\`; a test holds it equal to them. To renew it after a change:
\`npx vitest run test/tui/keys-document.test.ts -u\`.

\`Ctrl+C\` leaves at once from anywhere, with the terminal restored. A dialog takes all keys while it is there.
Text is edited as in a shell: \`←\` \`→\` \`Home\` \`End\` \`Ctrl+A\` \`Ctrl+E\` move, \`Backspace\` \`Del\` \`Ctrl+D\` \`Ctrl+W\` \`Ctrl+U\` take away.

${keySections(screens).map(section).join("\n\n")}
`;
}
