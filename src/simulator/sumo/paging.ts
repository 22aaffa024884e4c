import { ApiRefusal } from "./refusal.ts";

/** The requested page of a list: `limit` 1…1000 (default 100), `token` from the previous page. */
export interface Paging {
	readonly limit: number;
	readonly offset: number;
}

/** Reads `limit` and `token`. Throws an ApiRefusal 400. */
export function readPaging(query: URLSearchParams): Paging {
	const limit = Number(query.get("limit") ?? 100);
	if (!Number.isInteger(limit) || limit < 1 || limit > 1000) {
		throw new ApiRefusal(400, "request:malformed", "limit must be between 1 and 1000");
	}
	const token = query.get("token");
	if (!token) return { limit, offset: 0 };
	const offset = /^offset:(\d+)$/.exec(Buffer.from(token, "base64url").toString())?.[1];
	if (offset === undefined) {
		throw new ApiRefusal(400, "request:malformed", "The continuation token is not valid");
	}
	return { limit, offset: Number(offset) };
}

/** One page of a list; `next` is null for the last one. */
export function page<Item>(
	items: readonly Item[],
	{ limit, offset }: Paging,
): { items: Item[]; next: string | null } {
	const end = offset + limit;
	const next = end < items.length ? Buffer.from(`offset:${end}`).toString("base64url") : null;
	return { items: items.slice(offset, end), next };
}
