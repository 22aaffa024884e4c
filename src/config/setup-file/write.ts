import { stringify } from "yaml";
import type { SetupFileInput } from "../../setup/setup-file.ts";

/** Where the JSON Schema of setup files is, for editors. */
const schemaUrl = "https://unpkg.com/sumo-provision/docs/setup.schema.json";

/** A setup as the text of a file. */
export function writeSetupFile(content: SetupFileInput): string {
	return `# yaml-language-server: $schema=${schemaUrl}\n# Holds no secrets: those stay in environment variables.\n${stringify(content, { lineWidth: 0 })}`;
}
