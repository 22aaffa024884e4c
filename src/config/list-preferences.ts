import { join } from "node:path";
import { isObject } from "../text/is-object.ts";
import { findSyntaxError } from "../text/json-text.ts";
import { lineAndColumn } from "../text/line-and-column.ts";
import { ConfigError } from "./errors/config-error.ts";
import type { Home } from "./home.ts";
import { readPreferenceText, writePreferenceJson } from "./json/preference-file.ts";

/** The filters of one list of the console. */
export type ListFilters = {
	/** Used filters, the latest first. */
	readonly history: readonly string[];
	/** Saved filters by name. */
	readonly saved: Readonly<Record<string, string>>;
};

/** By the name of a list. */
export type FiltersOfLists = Readonly<Record<string, ListFilters>>;

/** By the name of a list: the titles of the columns to show, in order. */
export type ColumnsOfLists = Readonly<Record<string, readonly string[]>>;

/** Filter history and saved filters, for all profiles. */
export function filtersFile({ config }: Pick<Home, "config">): string {
	return join(config, "filters.json");
}

/** The chosen columns, for all profiles. */
export function columnsFile({ config }: Pick<Home, "config">): string {
	return join(config, "columns.json");
}

/**
 * Reads the filters of all lists; none without a file. Synchronous and without zod: the first screen needs them.
 *
 * @throws ConfigError with line and column, or the list, for a file that cannot be used
 */
export function readFilters(home: Pick<Home, "config">): FiltersOfLists {
	const file = filtersFile(home);
	const lists = Object.entries(readFile(file)).map(([list, value]): [string, ListFilters] => {
		const { history = [], saved = {} } = isObject(value) ? value : { history: undefined, saved: null };
		if (!isTexts(history)) throw wrong(file, `${list}.history must be a list of strings`);
		if (!isObject(saved) || !isTexts(Object.values(saved)))
			throw wrong(file, `${list}.saved must be an object of strings`);
		const named = Object.entries(saved).map(([name, filter]) => [name, String(filter)] as const);
		return [list, { history, saved: Object.fromEntries(named) }];
	});
	return Object.fromEntries(lists);
}

/**
 * Reads the chosen columns of all lists; none without a file.
 *
 * @throws ConfigError with line and column, or the list, for a file that cannot be used
 */
export function readColumns(home: Pick<Home, "config">): ColumnsOfLists {
	const file = columnsFile(home);
	const lists = Object.entries(readFile(file)).map(([list, titles]): [string, readonly string[]] => {
		if (!isTexts(titles)) throw wrong(file, `${list} must be a list of column titles`);
		return [list, titles];
	});
	return Object.fromEntries(lists);
}

/** Saves the filters of all lists. Throws `ConfigError`. */
export function saveFilters(home: Pick<Home, "config">, filters: FiltersOfLists): Promise<void> {
	return writePreferenceJson(filtersFile(home), filters);
}

/** Saves the chosen columns of all lists. Throws `ConfigError`. */
export function saveColumns(home: Pick<Home, "config">, columns: ColumnsOfLists): Promise<void> {
	return writePreferenceJson(columnsFile(home), columns);
}

function readFile(file: string): Readonly<Record<string, unknown>> {
	const text = readPreferenceText(file);
	if (text === undefined) return {};
	const syntax = findSyntaxError(text);
	if (syntax !== undefined) {
		const { line, column } = lineAndColumn(text, syntax.offset);
		throw wrong(`${file}, line ${line}, column ${column}`, "the text is not JSON");
	}
	const content: unknown = JSON.parse(text);
	if (!isObject(content)) throw wrong(file, "it must be an object");
	return content;
}

function isTexts(value: unknown): value is readonly string[] {
	return Array.isArray(value) && value.every((one) => typeof one === "string");
}

function wrong(place: string, problem: string): ConfigError {
	return new ConfigError(
		"invalid",
		`${place}: ${problem}. Correct it, or move the file away to start over. Nothing is saved in it until then.`,
	);
}
