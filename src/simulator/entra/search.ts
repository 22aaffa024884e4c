import type { JsonObject } from "../loopback/json.ts";
import { badRequest } from "./odata/refusal.ts";

/** One quoted clause of `$search`. */
interface Clause {
	readonly property: string;
	readonly words: readonly string[];
}

/** `$search` as alternatives, each a list of clauses that must all match. */
export type Search = readonly (readonly Clause[])[];

/** Parses `"displayName:anna" OR "mail:anna"`, with AND binding closer. Throws a GraphRefusal. */
export function parseSearch(text: string): Search {
	return text.split(/\s+OR\s+(?=")/).map((alternative) => alternative.split(/\s+AND\s+(?=")/).map(clause));
}

function clause(quoted: string): Clause {
	const match = /^\s*"([A-Za-z]+):((?:[^"\\]|\\.)*)"\s*$/.exec(quoted);
	if (!match) throw badRequest(`Invalid $search clause ${quoted}: write "property:value" in double quotes.`);
	const [, property = "", value = ""] = match;
	return { property, words: tokens(value.replace(/\\(.)/g, "$1")) };
}

/** Words in lower case, split as in Graph: at spaces and punctuation, and between a digit and a letter. */
function tokens(text: string): string[] {
	return text.toLowerCase().match(/[\p{L}\p{M}]+|\p{N}+/gu) ?? [];
}

/** True when each word of a clause begins a word of the property (learn.microsoft.com/graph/search-query-parameter). */
export function found(object: JsonObject, search: Search): boolean {
	return search.some((alternative) =>
		alternative.every(({ property, words }) => {
			const value = object[property];
			if (typeof value !== "string") return false;
			const held = tokens(value);
			return words.every((word) => held.some((other) => other.startsWith(word)));
		}),
	);
}

/** The properties that a search reads. */
export function searchedProperties(search: Search): string[] {
	return search.flatMap((alternative) => alternative.map(({ property }) => property));
}
