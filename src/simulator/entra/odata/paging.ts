import type { Request } from "../../loopback/exchange.ts";
import type { JsonObject } from "../../loopback/json.ts";
import { badRequest, GraphRefusal } from "./refusal.ts";

/** Maximum objects in a page of Graph. */
const largestPage = 999;

/** `$top` as Graph reads it: 1…999, 100 when absent. Throws a GraphRefusal. */
export function readTop(query: URLSearchParams, otherwise = 100): number {
	const text = query.get("$top");
	if (text === null) return otherwise;
	const top = Number(text);
	if (Number.isInteger(top) && top >= 1 && top <= largestPage) return top;
	throw badRequest(`Invalid page size specified: '${text}'. Must be between 1 and ${largestPage} inclusive.`);
}

/** The same request with a different token. */
export function linkWith(request: Request, token: Readonly<Record<string, string>>): string {
	const query = new URLSearchParams(request.query);
	for (const name of ["$skiptoken", "$deltatoken"]) query.delete(name);
	for (const [name, value] of Object.entries(token)) query.set(name, value);
	return `${request.origin}${request.path}?${query}`;
}

/** The number in a `$skiptoken`, 0 when absent. Throws a GraphRefusal. */
export function readSkip(query: URLSearchParams): number {
	const text = query.get("$skiptoken");
	if (text === null) return 0;
	const skip = Buffer.from(text, "base64url").toString();
	if (/^\d+$/.test(skip)) return Number(skip);
	throw new GraphRefusal(400, "Directory_ExpiredPageToken", "The specified page token value has expired.");
}

interface Ordered {
	readonly ordinal: number;
}

/** The first index in a list ordered by ordinal whose ordinal is greater than `after`. */
export function placeAfter(items: readonly Ordered[], after: number): number {
	let low = 0;
	let high = items.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((items[middle]?.ordinal ?? 0) <= after) low = middle + 1;
		else high = middle;
	}
	return low;
}

/**
 * One page of a list ordered by ordinal, with `@odata.nextLink` when there are more.
 * The token is the ordinal of the last object shown, so that a deletion between two pages skips nothing.
 */
export function page<Item extends Ordered>(
	request: Request,
	items: readonly Item[],
	accept: ((item: Item) => boolean) | undefined,
	show: (item: Item) => JsonObject,
	context: string,
): JsonObject {
	const top = readTop(request.query);
	const value: JsonObject[] = [];
	let last = readSkip(request.query);
	let more = false;
	for (let index = placeAfter(items, last); index < items.length; index++) {
		const item = items[index];
		if (item === undefined || (accept && !accept(item))) continue;
		if (value.length === top) {
			more = true;
			break;
		}
		value.push(show(item));
		last = item.ordinal;
	}
	const token = Buffer.from(String(last)).toString("base64url");
	return {
		"@odata.context": `${request.origin}/v1.0/$metadata#${context}`,
		...(more ? { "@odata.nextLink": linkWith(request, { $skiptoken: token }) } : {}),
		value,
	};
}
