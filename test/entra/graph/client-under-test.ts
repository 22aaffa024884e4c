import { z } from "zod";
import type { AccessTokenSource } from "../../../src/entra/graph/access-token.ts";
import { createGraphClient } from "../../../src/entra/graph/graph-client.ts";
import { type Asked, fakeGraph, type Given } from "../fake-graph.ts";
import { hastyClock } from "../tenant.ts";

export const anything = z.unknown();

export const throttled = (seconds: number): Given => ({
	status: 429,
	headers: { "retry-after": String(seconds) },
});

export const failed = (status: number, code: string, message: string): Given => ({
	status,
	body: { error: { code, message } },
});

/** Gives `token-1`, `token-2`… each for an hour. */
export function countingTokens(): AccessTokenSource & { readonly given: () => number } {
	let given = 0;
	return {
		given: () => given,
		async getToken() {
			given++;
			return { token: `token-${given}`, expiresOnTimestamp: Date.now() + 3_600_000 };
		},
	};
}

/** A client of a fake that gives these answers in turn, the last one for ever. */
export async function clientOf(...answers: readonly (Given | ((asked: Asked, graphUrl: string) => Given))[]) {
	let next = 0;
	const graph = await fakeGraph((asked, graphUrl) => {
		const answer = answers[Math.min(next++, answers.length - 1)] ?? {};
		return typeof answer === "function" ? answer(asked, graphUrl) : answer;
	});
	const clock = hastyClock();
	const credential = countingTokens();
	const client = createGraphClient({ graphUrl: graph.graphUrl, credential, clock });
	return { ...graph, clock, credential, client };
}
