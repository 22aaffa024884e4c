import { detailCommands } from "./components/detail/detail-pane.tsx";
import { confirmCommands } from "./components/dialog/confirm-dialog.tsx";
import { dialogCommands } from "./components/dialog/dialog.tsx";
import { selectCommands } from "./components/input/select.tsx";
import { columnsCommands } from "./components/list/columns-dialog.tsx";
import { filterCommands } from "./components/list/filter-line.tsx";
import { listCommands } from "./components/list/list-commands.ts";
import type { CommandInfo } from "./keys/command.ts";
import { keyList, type ListedKey } from "./keys/key-list.ts";
import { keyLabel } from "./keys/key-press.ts";
import { keysOf } from "./keys/key-table.ts";
import { profileNameCommands, profilesCommands } from "./profiles/profiles-commands.ts";
import { helpCommands } from "./shell/help.tsx";
import { paletteCommands } from "./shell/palette.tsx";
import type { ScreenDescriptor } from "./shell/screen.ts";
import { boundaryCommands } from "./shell/screen-boundary.tsx";
import { shellCommands } from "./shell/shell-commands.ts";
import { deviceCodeCommands } from "./sign-in/device-code-commands.ts";

type Section = { readonly title: string; readonly commands: readonly CommandInfo[] };

const code = (text: string) => `\`${text.replaceAll("|", "\\|")}\``;

function row({ title, where, ...command }: CommandInfo): string {
	const keys = keysOf(command);
	const shown = keys.length === 0 ? "palette" : keys.map((key) => code(keyLabel(key))).join(" ");
	return `| ${shown} | ${title} | ${where ?? ""} |`;
}

function letterRow({ action, default: keys, meaning }: ListedKey): string {
	return `| ${keys.map(code).join(" ")} | ${meaning} | ${code(action)} |`;
}

function section({ title, commands }: Section): string {
	return [`## ${title}`, "", "| key | what it does | where |", "|---|---|---|", ...commands.map(row)].join(
		"\n",
	);
}

/** All keys, in the order of docs/keys.md. */
export function keySections(screens: readonly ScreenDescriptor[]): readonly Section[] {
	return [
		{ title: "Everywhere", commands: shellCommands(screens) },
		{ title: "Lists", commands: listCommands },
		{ title: "Filters and columns", commands: [...filterCommands, ...columnsCommands] },
		...screens.map(({ title, commands }) => ({ title, commands })),
		{ title: "Details", commands: detailCommands },
		{
			title: "Choices and confirmations",
			commands: [...selectCommands, ...confirmCommands, ...dialogCommands, ...deviceCodeCommands],
		},
		{ title: "Profiles", commands: [...profilesCommands, ...profileNameCommands] },
		{
			title: "Palette, help and a screen that failed",
			commands: [...paletteCommands, ...helpCommands, ...boundaryCommands],
		},
	];
}

/** The content of docs/keys.md, generated from the command tables. */
export function keysDocument(screens: readonly ScreenDescriptor[]): string {
	return `# Keys

This page is generated from the key tables in \`src/tui\`; a test keeps it up to date. To regenerate it after a change:
\`npx vitest run test/tui/keys-document.test.ts -u\`.

\`Ctrl+C\` quits immediately from anywhere and restores the terminal; \`Ctrl+Z\` suspends the console, and \`fg\` continues it. An open dialog receives
all other keys.
Text editing works as in a shell: \`←\` \`→\` \`Home\` \`End\` \`Ctrl+A\` \`Ctrl+E\` move, \`Backspace\` \`Del\` \`Ctrl+D\` \`Ctrl+W\` \`Ctrl+U\` delete.
In a field for a path, \`Tab\` completes it, and \`~\` is the home folder. In a list of options, letters go to the option that begins with them.
\`Esc\` leaves every editor; while something is unsaved, it asks first.

A letter or sign means the same on every screen:

| key | meaning | action |
|---|---|---|
${keyList().map(letterRow).join("\n")}

To change keys, write actions and keys into \`keys.yaml\` in the folder of the settings (\`~/.config/sumo-provision\`, or the folder that
\`--home\` or SUMO_PROVISION_HOME names). They apply to all profiles, from the next start of the console:

\`\`\`yaml
refresh: ctrl+l
stop: [X, "="]
history: g z
\`\`\`

A key is a letter, a digit or a sign, \`ctrl+\` and a letter, \`space\`, \`delete\`, \`backspace\`, \`pageup\`, \`pagedown\`, \`home\`, \`end\`, \`f1\`, or \`g\` and a letter.
Digits of screens, \`g\` and the letter of a screen, arrows, \`Enter\`, \`Tab\`, \`Esc\` and the keys of editors are fixed. The console shows the
changed keys everywhere. An unknown action, a text that is not a key, and a key that something else has are reported with
line and column at start, and the action keeps its default keys. \`sumo-provision keys [--json]\` checks the file and lists the keys.

${keySections(screens).map(section).join("\n\n")}
`;
}
