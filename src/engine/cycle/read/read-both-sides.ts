import type { Target } from "../../../ports/target.ts";
import { type AccountsOptions, type AccountsRead, AccountsReader } from "./read-accounts.ts";
import { readSource, type SourceQuery, type SourceRead } from "./read-source.ts";

/** The users to process, and where their accounts are looked up. */
export type BothSides = { readonly read: SourceRead } & AccountsRead;

/**
 * Reads the source and then the target. As soon as there are enough users that all accounts must be listed, the target
 * is read while the source is still being read. Throws what the source throws, otherwise what the target throws.
 */
export async function readBothSides(
	query: SourceQuery,
	target: Target,
	{ onSourceRead, ...options }: AccountsOptions & { readonly onSourceRead?: () => void },
): Promise<BothSides> {
	const reader = new AccountsReader(target, query.rules, { ...options, compareAll: query.compareAll });
	try {
		const read = await readSource({ ...query, onPage: ({ sought }) => reader.expect(sought) });
		onSourceRead?.();
		return { read, ...(await reader.read(read.workQueue.sought)) };
	} catch (error) {
		reader.stop();
		throw error;
	}
}
