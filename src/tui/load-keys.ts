import { fixedKeys } from "./key-file/fixed-keys.ts";
import type { KeyProblem } from "./key-file/read-key-file.ts";
import { changeKeys } from "./keys/key-table.ts";
import { keySections } from "./keys-document.ts";
import { screens } from "./screens/index.ts";

/** Reads the operator's file of keys and uses its keys in this process. Returns what is wrong with it: such actions keep their defaults. */
export async function loadKeys(text: string): Promise<readonly KeyProblem[]> {
	const { readKeyFile } = await import("./key-file/read-key-file.ts");
	const fixed = fixedKeys(keySections(screens).flatMap(({ commands }) => commands));
	const { changes, problems } = readKeyFile(text, fixed);
	changeKeys(changes);
	return problems;
}

/** The problems on one line each: `keys.yaml:2:5: "refrsh" is not an action; did you mean refresh?`. */
export function problemLines(file: string, problems: readonly KeyProblem[]): readonly string[] {
	return problems.map(({ line, column, message }) => `${file}:${line}:${column}: ${message}`);
}
