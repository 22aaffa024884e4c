import {
	type Document,
	isAlias,
	isMap,
	isNode,
	isScalar,
	isSeq,
	LineCounter,
	type Node,
	parseDocument,
	visit,
} from "yaml";
import { nearest } from "../../expression/syntax/nearest.ts";
import { keysAt } from "../../setup/json-schema.ts";
import { type SetupFile, setupFile } from "../../setup/setup-file.ts";
import { alternativeWords, issueWords } from "../../text/issue-words.ts";
import { secretsIn } from "./secrets-in.ts";
import { SetupFileError, type SetupFileMistake } from "./setup-file-error.ts";
import { hasControlCharacter, textMistakes } from "./text-mistakes.ts";

/** Number of aliases that a file may resolve. */
const maxAliasCount = 100;

/**
 * Reads the text of a setup file.
 *
 * @param file its name, for messages
 * @throws SetupFileError with the line and column of each mistake; no message contains a value that may be a secret
 */
export function readSetupFile(text: string, file: string): SetupFile {
	const unusable = textMistakes(text);
	if (unusable.length > 0) throw new SetupFileError(file, unusable);
	const counter = new LineCounter();
	const document = parseDocument(text, { lineCounter: counter, prettyErrors: false, merge: true });
	const at: Place = (offset) => {
		const { line, col } = counter.linePos(offset);
		return { line: Math.max(1, line), column: Math.max(1, col) };
	};
	const broken = brokenIn(document, at);
	if (broken.length > 0) throw new SetupFileError(file, broken);
	const secrets = secretsIn(document, text, at);
	if (secrets.length > 0) throw new SetupFileError(file, secrets);
	const malformed = malformedIn(document, at);
	if (malformed.length > 0) throw new SetupFileError(file, malformed);
	const parsed = setupFile.safeParse(contentOf(document, file, at) ?? {});
	if (parsed.success) return parsed.data;
	throw new SetupFileError(
		file,
		parsed.error.issues
			.flatMap((issue) => flat(issue))
			.map(({ path, keys, message }) => {
				const place = placeOf(document, [...path, ...keys]);
				const called = path.length === 0 ? "" : `${path.map(String).join(".")}: `;
				return { ...at(place), message: `${called}${unknownKeyWords(path, keys) ?? valueWords(message)}` };
			}),
	);
}

/** Line and column of an offset. */
type Place = (offset: number) => Pick<SetupFileMistake, "line" | "column">;

/** What is not YAML. Of a line, only the first: what follows it there follows from it. */
function brokenIn(document: Document, at: Place): readonly SetupFileMistake[] {
	const broken = [...document.errors, ...document.warnings];
	const all = broken.map(({ pos: [offset], message }) => {
		const isAboveKey =
			/^Nested mappings are not allowed/.test(message) &&
			broken.some(({ pos, code }) => pos[0] === offset && code === "MULTILINE_IMPLICIT_KEY");
		return {
			...at(/^Missing closing .quote$/.test(message) ? quoteBefore(document, offset) : offset),
			message: isAboveKey
				? "the key in the line below is indented more than this one: begin both in the same column"
				: issueWords(message),
		};
	});
	return all.filter(({ line }, index) => all.findIndex((one) => one.line === line) === index);
}

/** Where a value begins whose quotation mark is not closed before this offset, the end of the file. */
function quoteBefore(document: Document, end: number): number {
	let begin = end;
	visit(document, {
		Scalar(_key, { type, range }) {
			if (type?.startsWith("QUOTE") && range && range[0] <= end && range[2] >= end) begin = range[0];
		},
	});
	return begin;
}

/** What is wrong with a value; what lacks its content has it often in the line below, without an indent. */
function valueWords(message: string): string {
	const words = issueWords(message);
	return /^expected a (?:map|list).*, found nothing$/.test(words)
		? `${words}: indent what belongs to it`
		: words;
}

type Issue = {
	readonly path: readonly PropertyKey[];
	readonly message: string;
	readonly code?: string | undefined;
	readonly keys?: readonly string[];
	readonly errors?: readonly (readonly Issue[])[];
};
type FlatIssue = {
	readonly path: readonly PropertyKey[];
	readonly keys: readonly string[];
	readonly message: string;
};

/** An issue of a union as that of the alternative that fits best: the one whose mistake lies deepest. */
function flat(issue: Issue): readonly FlatIssue[] {
	const { path, message, code, keys = [], errors = [] } = issue;
	if (code !== "invalid_union" || errors.length === 0) return [{ path, keys: keys.slice(0, 1), message }];
	const isOther = (issues: readonly Issue[]) =>
		issues.every((one) => one.path.length === 0 && /^invalid_(?:type|value)$/.test(one.code ?? ""));
	if (errors.every(isOther)) {
		const messages = errors.flatMap((issues) => issues.map((one) => one.message));
		return [{ path, keys: [], message: alternativeWords(messages) }];
	}
	const missing = eitherMissing(errors);
	if (missing !== null) return [{ ...missing, path: [...path, ...missing.path] }];
	const depth = (issues: readonly Issue[]) => Math.max(0, ...issues.map((one) => one.path.length));
	const isKind = (issues: readonly Issue[]) =>
		issues.some((one) => one.code !== "invalid_type" || one.path.length > 0);
	const candidates = errors.filter(isKind);
	const best = (candidates.length > 0 ? candidates : errors).toSorted((a, b) => depth(b) - depth(a))[0] ?? [];
	return best.flatMap((one) => flat({ ...one, path: [...path, ...one.path] }));
}

/** Alternatives that differ in the key they need, when none of these keys is there. */
function eitherMissing(errors: readonly (readonly Issue[])[]): FlatIssue | null {
	if (errors.some((issues) => issues.some(({ code }) => code === "unrecognized_keys"))) return null;
	const missing = errors.map((issues) =>
		issues.find(({ path, message }) => path.length === 1 && /received undefined$/.test(message)),
	);
	const [first, ...others] = [...new Set(missing.map((issue) => String(issue?.path[0])))];
	if (missing.includes(undefined) || first === undefined || others.length === 0) return null;
	const message = `is missing, and so is ${others.join(", ")}: give one of them`;
	return { path: [first], keys: [], message };
}

/** What is wrong with a key that is not accepted: known elsewhere, unknown, with the known one that was probably meant, or not beside the others. */
function unknownKeyWords(path: readonly PropertyKey[], [unknown]: readonly string[]): string | null {
	if (unknown === undefined) return null;
	const known = keysAt(path);
	if (known.includes(unknown))
		return `unknown key "${unknown}" beside the other keys here: remove one of them`;
	const meant = nearest(unknown, known);
	if (meant !== undefined) return `unknown key "${unknown}". Did you mean "${meant}"?`;
	const [place, ...others] = ["", ...keysAt([])].filter((one) =>
		keysAt(one === "" ? [] : [one]).includes(unknown),
	);
	if (place === undefined || others.length > 0) return `unknown key "${unknown}"`;
	return `unknown key "${unknown}" here: it belongs ${place === "" ? "at the top level of the file" : `under ${place}`}`;
}

/** Where the value at a path begins, or the nearest one around it. */
function placeOf(document: Document, path: readonly PropertyKey[]): number {
	for (let length = path.length; length >= 0; length--) {
		const keys = path.slice(0, length).map((key) => (typeof key === "number" ? key : String(key)));
		const parent = document.getIn(keys.slice(0, -1), true);
		const last = keys.at(-1);
		if (isMap(parent)) {
			const pair = parent.items.find(({ key }) => isScalar(key) && String(key.value) === last);
			if (pair && isScalar(pair.key) && pair.key.range) return pair.key.range[0];
		}
		const node = document.getIn(keys, true);
		if (isNode(node) && node.range) return node.range[0];
	}
	return 0;
}

/** The values of a document. Aliases that multiply without end are refused. */
function contentOf(document: Document, file: string, at: Place): unknown {
	try {
		return document.toJS({ maxAliasCount });
	} catch (error) {
		if (!(error instanceof ReferenceError)) throw error;
		const message = `the file has more than ${maxAliasCount} aliases (*name): write the values out`;
		let first = 0;
		visit(document, {
			Node(_key, node) {
				if (!isAlias(node)) return undefined;
				first = node.range?.[0] ?? 0;
				return visit.BREAK;
			},
		});
		throw new SetupFileError(file, [{ ...at(first), message }]);
	}
}

/** Types that JSON has, by their tags in YAML. Values of others would be read as something else, or not at all. */
const plainTags: ReadonlySet<string> = new Set(
	["null", "bool", "int", "float", "str", "map", "seq"].map((type) => `tag:yaml.org,2002:${type}`),
);

/** Keys that are not strings, merges of what is not a map, aliases without an anchor, other types, and control characters. */
function malformedIn(document: Document, at: Place): readonly SetupFileMistake[] {
	const found: SetupFileMistake[] = [];
	const isMapping = (node: unknown) => isMap(isAlias(node) ? node.resolve(document) : node);
	const checkType = ({ tag, range }: Pick<Node, "tag" | "range">) => {
		if (tag !== undefined && !plainTags.has(tag))
			found.push({ ...at(range?.[0] ?? 0), message: "remove the type (!!…) before this value" });
	};
	visit(document, {
		Collection(_key, node) {
			checkType(node);
		},
		Pair(_key, { key, value }) {
			if (isNode(key) && !isScalar(key))
				found.push({ ...at(key.range?.[0] ?? 0), message: "a key must be a string" });
			const merged = isSeq(value) ? value.items : [value];
			if (isScalar(key) && key.source === "<<" && !merged.every(isMapping))
				found.push({
					...at(key.range?.[0] ?? 0),
					message: "<< merges maps only: write <<: *name, where &name stands before a map",
				});
		},
		Alias(_key, alias) {
			if (alias.resolve(document) === undefined)
				found.push({
					...at(alias.range?.[0] ?? 0),
					message: `there is no anchor &${alias.source} before the alias *${alias.source}`,
				});
		},
		Scalar(key, node) {
			const { value, range } = node;
			if (key !== "key") checkType(node);
			if (typeof value === "string" && hasControlCharacter(value))
				found.push({ ...at(range?.[0] ?? 0), message: "the value contains a control character" });
		},
	});
	return found;
}
