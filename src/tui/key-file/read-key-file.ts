import { isMap, isScalar, isSeq, LineCounter, type ParsedNode, parseDocument } from "yaml";
import { nearest } from "../../expression/syntax/nearest.ts";
import type { KeyName } from "../keys/key-press.ts";
import { isMeaning, type KeyChanges, keyTable, type Meaning } from "../keys/key-table.ts";
import { typedKey } from "./typed-key.ts";

/** What is wrong in the file, and where: line and column from 1. */
export type KeyProblem = { readonly line: number; readonly column: number; readonly message: string };

/** The keys to use, and what is wrong with the others, which keep their defaults. */
export type KeyFile = { readonly changes: KeyChanges; readonly problems: readonly KeyProblem[] };

/** A key that the file gives to an action. */
type Given = { readonly key: KeyName; readonly offset: number };
type Action = { readonly name: Meaning; readonly keys: readonly Given[] };

/**
 * Reads a file that gives actions other keys: `refresh: ctrl+l`, or `stop: [X, ctrl+x]`. An action with a mistake keeps its default keys; a
 * file that is not YAML changes none.
 *
 * @param fixed the keys that no action can have, with what they do.
 */
export function readKeyFile(text: string, fixed: ReadonlyMap<string, string>): KeyFile {
	const counter = new LineCounter();
	const document = parseDocument(text, { lineCounter: counter, prettyErrors: false });
	const problems: KeyProblem[] = [];
	const report = (offset: number, message: string) => {
		const { line, col } = counter.linePos(offset);
		problems.push({ line: Math.max(1, line), column: Math.max(1, col), message });
	};
	for (const { pos, message } of [...document.errors, ...document.warnings]) report(pos[0], message);
	const { contents } = document;
	if (problems.length > 0 || contents === null) return { changes: new Map(), problems };
	if (!isMap(contents)) {
		report(
			contents.range[0],
			"The file must have one action and its keys per line, such as refresh: ctrl+l.",
		);
		return { changes: new Map(), problems };
	}
	const actions: Action[] = [];
	for (const { key, value } of contents.items) {
		const action = readAction(key, value, report);
		if (action !== undefined) actions.push(action);
	}
	const kept = withoutConflicts(actions, fixed, report);
	return {
		changes: new Map(kept.map(({ name, keys }) => [name, keys.map(({ key }) => key)])),
		problems: problems.toSorted((a, b) => a.line - b.line || a.column - b.column),
	};
}

type Report = (offset: number, message: string) => void;

/** One action with its keys; undefined when something is wrong with it. */
function readAction(name: ParsedNode, value: ParsedNode | null, report: Report): Action | undefined {
	const action = isScalar(name) ? String(name.value) : "";
	if (!isMeaning(action)) {
		const near = nearest(action, Object.keys(keyTable));
		const hint = near === undefined ? "sumo-provision keys lists them" : `did you mean ${near}?`;
		report(name.range[0], `"${action}" is not an action; ${hint}`);
		return undefined;
	}
	const nodes = isSeq(value) ? value.items : [value];
	const keys: Given[] = [];
	let isWrong = nodes.length === 0;
	if (isWrong) report(name.range[0], `${action} needs at least one key`);
	for (const node of nodes) {
		const text = isScalar(node) ? (node.source ?? String(node.value ?? "")) : "";
		const offset = node?.range[0] ?? name.range[0];
		const typed = typedKey(text);
		if ("key" in typed) keys.push({ key: typed.key, offset });
		else {
			report(offset, `${action}: "${text}" ${typed.problem}`);
			isWrong = true;
		}
	}
	return isWrong ? undefined : { name: action, keys };
}

/** The actions whose keys no other action has. Of two in the file, the later one keeps its default keys. */
function withoutConflicts(
	actions: readonly Action[],
	fixed: ReadonlyMap<string, string>,
	report: Report,
): readonly Action[] {
	let kept = actions;
	for (;;) {
		const owners = new Map<string, string>(fixed);
		const changed = new Set(kept.map(({ name }) => name));
		for (const [name, { keys }] of Object.entries(keyTable))
			if (!isMeaning(name) || !changed.has(name)) for (const key of keys) owners.set(key, name);
		const wrong = kept.find(({ name, keys }) => {
			const clash = keys.find(
				({ key }, index) => owners.has(key) || keys.slice(0, index).some((one) => one.key === key),
			);
			if (clash !== undefined)
				report(clash.offset, `${name}: ${clash.key} is already the key of ${owners.get(clash.key) ?? name}`);
			for (const { key } of keys) owners.set(key, name);
			return clash !== undefined;
		});
		if (wrong === undefined) return kept;
		kept = kept.filter((action) => action !== wrong);
	}
}
