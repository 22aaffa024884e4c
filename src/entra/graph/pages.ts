import { z } from "zod";
import { PageWatch } from "../../http/endless-pages.ts";
import { DirectoryError } from "../../ports/source/directory.ts";
import type { GraphClient } from "./graph-client.ts";

/** One page of a collection. The last has no `next`; of a delta query it has `delta`, the link for the next round. */
export type Page<T> = {
	readonly items: readonly T[];
	readonly next: string | undefined;
	readonly delta: string | undefined;
};

/** A page as Graph writes it. */
type WrittenPage<T> = {
	readonly value: readonly T[];
	readonly "@odata.nextLink"?: string | null | undefined;
	readonly "@odata.deltaLink"?: string | null | undefined;
};

function writtenPageOf<T>(item: z.ZodType<T>): z.ZodType<WrittenPage<T>> {
	return z.object({
		value: z.array(item),
		"@odata.nextLink": z.string().nullish(),
		"@odata.deltaLink": z.string().nullish(),
	});
}

function pageFrom<T>(page: WrittenPage<T>): Page<T> {
	return {
		items: page.value,
		next: page["@odata.nextLink"] ?? undefined,
		delta: page["@odata.deltaLink"] ?? undefined,
	};
}

/** A page whose items have that shape. */
export function pageOf<T>(item: z.ZodType<T>): z.ZodType<Page<T>> {
	return writtenPageOf(item).transform(pageFrom);
}

/** How a collection is requested. */
export type Listing = {
	readonly headers?: Readonly<Record<string, string>>;
	readonly signal?: AbortSignal | undefined;
	/** Pages in a row without anything new after which the collection counts as endless. */
	readonly mostBarrenPages?: number;
};

/**
 * All pages from that URL on. They are read without a transform of zod, after which V8 keeps a page until its next full
 * garbage collection.
 */
export async function* pages<T>(
	client: GraphClient,
	url: string,
	item: z.ZodType<T>,
	{ headers = {}, signal, mostBarrenPages }: Listing,
): AsyncGenerator<Page<T>> {
	const page = writtenPageOf(item);
	const seen = new Set<string>();
	const watch = new PageWatch(mostBarrenPages);
	for (let link: string | undefined = url; link !== undefined; ) {
		const given: Page<T> = pageFrom(await client.send({ method: "GET", url: link, headers, signal }, page));
		yield given;
		seen.add(link);
		if (given.next !== undefined && seen.has(given.next))
			throw new DirectoryError(
				"unavailable",
				"Microsoft Graph's pages form a circle: a page links to an earlier one.",
			);
		if (!watch.note(given.items))
			throw new DirectoryError(
				"unavailable",
				`Microsoft Graph's pages never end: ${watch.most} in a row held nothing new.`,
			);
		link = given.next;
	}
}

/** All items from that page on. */
export async function itemsFrom<T>(
	client: GraphClient,
	first: Page<T>,
	item: z.ZodType<T>,
	listing: Listing,
): Promise<T[]> {
	const items = [...first.items];
	if (first.next === undefined) return items;
	for await (const page of pages(client, first.next, item, listing))
		for (const one of page.items) items.push(one);
	return items;
}

/** All items of a collection. */
export async function allItems<T>(
	client: GraphClient,
	url: string,
	item: z.ZodType<T>,
	listing: Listing,
): Promise<T[]> {
	return itemsFrom(client, { items: [], next: url, delta: undefined }, item, listing);
}
