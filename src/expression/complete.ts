import { type FunctionDescriptor, type Parameter, parameterAt, signatureOf } from "./call/descriptor.ts";
import { intervals } from "./dates/interval.ts";
import { canonicalWords } from "./format.ts";
import { findFunction, functions } from "./functions/registry.ts";
import { quote } from "./syntax/literal.ts";
import type { Span } from "./syntax/span.ts";
import { type Token, tokenize } from "./syntax/tokens.ts";

/** Something that can be inserted at the cursor. `insert` replaces the completion's span. */
export type Candidate = {
	readonly kind: "function" | "attribute" | "word" | "text";
	readonly label: string;
	readonly insert: string;
	/** A function's signature and summary, or `""`. */
	readonly detail: string;
};

/** The candidates at a cursor, best first, and the text that the chosen one replaces. */
export type Completion = { readonly span: Span; readonly candidates: readonly Candidate[] };

/** The call around a cursor: its function and the parameter that the cursor fills. */
export type ActiveSignature = {
	readonly function: FunctionDescriptor;
	readonly signature: string;
	/** The argument under the cursor, from 0. */
	readonly argument: number;
	/** Undefined in a call without parameters, or beyond the last. */
	readonly parameter: Parameter | undefined;
};

/** The innermost call of a known function that is open at `offset`. Works in unfinished text. */
export function signatureAt(text: string, offset: number): ActiveSignature | undefined {
	const open: { readonly name: string; argument: number }[] = [];
	let name = "";
	for (const token of tokenize(text)) {
		const isPassed = token.end <= offset;
		if (token.start >= offset) break;
		if (token.kind === "function") name = token.text;
		else if (token.kind === "open" && isPassed) {
			open.push({ name, argument: 0 });
			name = "";
		} else if (token.kind === "close" && isPassed) open.pop();
		else if (token.kind === "comma" && isPassed) {
			const call = open.at(-1);
			if (call) call.argument++;
		}
	}
	for (const { name: called, argument } of open.reverse()) {
		const descriptor = findFunction(called);
		if (!descriptor) continue;
		const parameter = parameterAt(descriptor, argument);
		return { function: descriptor, signature: signatureOf(descriptor), argument, parameter };
	}
	return undefined;
}

/** How well a name matches the typed text: 0 starts with it, 1 contains it, 2 has its letters in order; undefined: no match. */
function rankOf(name: string, typed: string): number | undefined {
	const wanted = typed.toLowerCase();
	const candidate = name.toLowerCase();
	if (candidate.startsWith(wanted)) return 0;
	if (candidate.includes(wanted)) return 1;
	let at = 0;
	for (const letter of candidate) if (letter === wanted[at]) at++;
	return at === wanted.length ? 2 : undefined;
}

/** The matching candidates, best first. Letters in order count only if no name contains the typed text. */
function best(candidates: readonly Candidate[], typed: string): readonly Candidate[] {
	const ranked = candidates.flatMap((candidate) => {
		const rank = rankOf(candidate.label, typed);
		return rank === undefined ? [] : [{ candidate, rank }];
	});
	const holding = ranked.filter(({ rank }) => rank < 2);
	return (holding.length > 0 ? holding : ranked)
		.sort((a, b) => a.rank - b.rank)
		.map(({ candidate }) => candidate);
}

function functionCandidates(hasParenthesis: boolean): readonly Candidate[] {
	return functions.map((descriptor) => {
		const call = descriptor.parameters.length === 0 ? `${descriptor.name}()` : `${descriptor.name}(`;
		return {
			kind: "function",
			label: descriptor.name,
			insert: hasParenthesis ? descriptor.name : call,
			detail: `${signatureOf(descriptor)}: ${descriptor.summary}`,
		};
	});
}

function attributeCandidates(attributes: Iterable<string>): readonly Candidate[] {
	return Array.from(attributes, (name) => ({
		kind: "attribute",
		label: name,
		insert: `[${name}]`,
		detail: "",
	}));
}

/** The known constants of a parameter. */
function constantCandidates(parameter: Parameter | undefined): readonly Candidate[] {
	if (parameter?.kind === "interval") {
		return intervals.map((name) => ({
			kind: "text",
			label: name,
			insert: quote(name),
			detail: parameter.doc,
		}));
	}
	if (parameter?.kind !== "compareType") return [];
	return canonicalWords.map((word) => ({ kind: "word", label: word, insert: word, detail: parameter.doc }));
}

function tokenBefore(text: string, offset: number): Token | undefined {
	return tokenize(text).find(({ start, end }) => start < offset && offset <= end);
}

/** What can be inserted at `offset`: functions, attributes, and the constants of the parameter there. */
export function complete(text: string, offset: number, attributes: Iterable<string>): Completion {
	const token = tokenBefore(text, offset);
	const constants = constantCandidates(signatureAt(text, offset)?.parameter);
	const first = token?.text[0];
	if (token && first === "[" && !(token.kind === "attribute" && offset === token.end)) {
		const typed = text.slice(token.start + 1, offset).trim();
		return {
			span: { start: token.start, end: token.end },
			candidates: best(attributeCandidates(attributes), typed),
		};
	}
	if (token && first === '"') {
		const isInside = token.kind === "invalid" || offset < token.end;
		const typed = text.slice(token.start + 1, offset);
		const texts = isInside ? constants.filter(({ kind }) => kind === "text") : [];
		return { span: { start: token.start, end: token.end }, candidates: best(texts, typed) };
	}
	if (token && (token.kind === "word" || token.kind === "function")) {
		const typed = text.slice(token.start, offset);
		const all = [
			...constants,
			...functionCandidates(token.kind === "function"),
			...attributeCandidates(attributes),
		];
		return { span: { start: token.start, end: token.end }, candidates: best(all, typed) };
	}
	const isComplete = token?.kind === "close" || token?.kind === "attribute" || token?.kind === "number";
	const all = isComplete
		? []
		: [...constants, ...attributeCandidates(attributes), ...functionCandidates(false)];
	return { span: { start: offset, end: offset }, candidates: all };
}
