import { z } from "zod";
import { PageWatch } from "../http/endless-pages.ts";
import type { Priority } from "../ports/target.ts";
import { ScimError } from "../scim/errors.ts";
import { read } from "../scim-client/answer.ts";
import type { ScimClient } from "../scim-client/client.ts";
import { sendAndRead } from "../scim-client/read-again.ts";
import type { ScimRequest } from "../scim-client/scim-request.ts";

/** Where to read, and what one element is. */
export type ContinuedList<T> = {
	readonly path: string;
	readonly query?: NonNullable<ScimRequest["query"]>;
	readonly element: z.ZodType<T>;
	/** For messages: `users`. */
	readonly expected: string;
	readonly priority: Priority;
	readonly signal?: AbortSignal | undefined;
};

/** All elements of a list that Sumo returns in pages: `{data, next}`, where `next` is the token of the next page. */
export async function* continuedList<T>(
	client: ScimClient,
	{ path, query, element, expected, priority, signal }: ContinuedList<T>,
): AsyncGenerator<readonly T[]> {
	const part = z.object({ data: z.array(element), next: z.string().nullish() });
	const tokens = new Set<string>();
	const watch = new PageWatch();
	const endless = (why: string) =>
		new ScimError("not-scim", `GET ${path}: the list never ends: the server ${why}.`, {
			request: `GET ${path}`,
		});
	let token: string | undefined;
	do {
		const request = {
			path,
			query: { limit: 1000, ...query, ...(token === undefined ? {} : { token }) },
			priority,
			signal,
		};
		const { data, next } = await sendAndRead(client, request, (answer) =>
			read(answer, part, `a list of ${expected}`),
		);
		if (data.length > 0) yield data;
		token = next ?? undefined;
		if (token === "") return;
		if (!watch.note(data)) throw endless(`sent ${watch.most} pages in a row without anything new`);
		if (token !== undefined && tokens.has(token)) throw endless("returned the same token twice");
		if (token !== undefined) tokens.add(token);
	} while (token !== undefined);
}
