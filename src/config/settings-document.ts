import { defaultText, shownText } from "./setting-value.ts";
import { accessKeyVariables, connectionOptions } from "./settings/connection.ts";
import { consoleOptions, themeNames } from "./settings/console.ts";
import { settings } from "./settings/index.ts";
import type { Option } from "./settings/option.ts";
import { isStored, type Setting } from "./settings/setting.ts";

const code = (text: string) => `\`${text.replaceAll("|", "\\|")}\``;

function optionRow({ flag, takes, variable, help }: Option): string {
	return `| ${code(`${flag} ${takes}`)} | ${code(variable)} | ${help} |`;
}

function switchRow({
	flag,
	variable,
	on,
	off,
}: (typeof consoleOptions)["ascii" | "reducedMotion" | "mouse"]): string {
	const no = flag.replace("--", "--no-");
	return `| ${code(flag)}, ${code(no)} | ${code(`${variable}=true`)}, ${code("=false")} | ${on}; ${off} |`;
}

function settingRow(setting: Setting): string {
	const { id, label, meaning, effect, option } = setting;
	const [range, usual] = isStored(setting)
		? [setting.type.range, shownText(setting, defaultText(setting))]
		: [setting.range, "none"];
	const words = [meaning, ...risksOf(setting)].join(" ");
	return `| ${code(id)}<br>${label} | ${words} | ${range} | ${usual} | ${effect} | ${code(`${option.flag} ${option.takes}`)}<br>${code(option.variable)} |`;
}

/** The risky choices, each with the reason. */
function risksOf(setting: Setting): readonly string[] {
	if (!isStored(setting)) return [];
	return (setting.type.choices ?? []).flatMap(({ value }) => {
		const risk = setting.risk?.(value);
		return risk === undefined ? [] : [`With ${code(value)}: ${risk}`];
	});
}

function groupSection([group, members]: [string, readonly Setting[]]): string {
	return `### ${group}
| setting | what it does | accepts | default | takes effect | flag and variable |
|---|---|---|---|---|---|
${members.map(settingRow).join("\n")}`;
}

/** docs/settings.md, generated from the descriptors of the settings. */
export function settingsDocument(): string {
	const groups = Map.groupBy<string, Setting>(settings, ({ group }) => group);
	return `# Settings

This page is made from the descriptors in \`src/config/settings\`; a test holds it equal to them. To update it after a change:
\`npx vitest run test/config/settings-document.test.ts -u\`.

A flag overrides its environment variable, which overrides the saved value. A variable that is set to nothing counts as not set.

## Profile, source and target
| flag | variable | meaning |
|---|---|---|
${Object.values(connectionOptions).map(optionRow).join("\n")}

Secrets are never flags, since flags show in the process list: a flag such as ${code(connectionOptions.token.flag)} names the variable that holds the
secret. Without the flag, the variable in the table holds it. ${code(accessKeyVariables.id)} with ${code(accessKeyVariables.key)}
stand for the secret token. Secret token, access key, client secret and Graph token
can be \`keyring:NAME\`, an entry of the operating system's keyring.

## Look of the console
| flag | variable | meaning |
|---|---|---|
| ${code(`${consoleOptions.theme.flag} ${consoleOptions.theme.takes}`)} | ${code(consoleOptions.theme.variable)} | ${consoleOptions.theme.help}: ${themeNames.join(", ")} |
${[consoleOptions.ascii, consoleOptions.reducedMotion, consoleOptions.mouse].map(switchRow).join("\n")}

They hold for all profiles. The palette (\`:\`) changes and saves them, in \`console.json\` of the home. See [guide.md](guide.md#colors-ascii-and-screen-readers).

## Settings of a profile
The console's settings and \`sumo-provision settings\` show and change these. \`settings set NAME VALUE\` saves one, \`settings reset NAME\`
resets it to its default.

${[...groups].map(groupSection).join("\n\n")}
`;
}
