import { z } from "zod";
import { type EntraSchema, userMappingOf } from "../../entra-schema/document.ts";
import { readFilter } from "../../entra-schema/scope.ts";
import type { Directory } from "../../ports/source/directory.ts";
import { compileScope } from "../../scoping/evaluate.ts";
import type { SourceUser } from "../../source/source-user.ts";

/** Whether users pass the job's input filters. Users outside are not processed, and their accounts stay as they are. */
export type InputFilter = {
	/** The attributes that the filters read. */
	readonly attributes: readonly string[];
	readonly passes: (user: SourceUser) => boolean;
};

const groups = z
	.array(
		z.looseObject({
			name: z.string().nullish(),
			clauses: z
				.array(
					z.looseObject({
						operatorName: z.string(),
						sourceOperandName: z.string(),
						targetOperand: z.looseObject({ values: z.array(z.string().nullable()).nullish() }).nullish(),
					}),
				)
				.nullish(),
		}),
	)
	.catch([]);

/**
 * The input filters of a job's mapping of users; null when there are none. A filter that is not supported passes all users, and is named
 * in the notes.
 *
 * @see https://learn.microsoft.com/graph/api/resources/synchronization-filter
 */
export function inputFilterOf(schema: EntraSchema): {
	readonly filter: InputFilter | null;
	readonly notes: readonly string[];
} {
	const read = groups.parse(userMappingOf(schema).json.scope?.inputFilterGroups ?? []).map(readFilter);
	const problems = read.flatMap((one) => ("problem" in one ? [one.problem] : []));
	if (problems.length > 0)
		return {
			filter: null,
			notes: problems.map((problem) => `Input filter ${problem}: the prediction has all users`),
		};
	const filters = read.flatMap((one) => ("filter" in one ? [one.filter] : []));
	if (filters.length === 0) return { filter: null, notes: [] };
	const scope = compileScope({ users: "all", filters, skipOutOfScopeDeletions: false });
	return {
		filter: { attributes: scope.attributes, passes: (user) => scope.evaluate(user, []).inScope },
		notes: [],
	};
}

/** A directory that also reads what input filters need, and remembers who is outside of them. */
export function watchingInput(
	directory: Directory,
	{ attributes, passes }: InputFilter,
): { readonly directory: Directory; readonly isOutside: (id: string) => boolean } {
	const outside = new Set<string>();
	const seen = (users: readonly SourceUser[]): readonly SourceUser[] => {
		for (const user of users) {
			if (passes(user)) outside.delete(user.id);
			else outside.add(user.id);
		}
		return users;
	};
	const all = (given: readonly string[]) => [...new Set([...given, ...attributes])];
	async function* watched(pages: AsyncIterable<readonly SourceUser[]>) {
		for await (const page of pages) yield seen(page);
	}
	return {
		directory: {
			...directory,
			async read(since, given, signal) {
				const read = await directory.read(since, all(given), signal);
				return { ...read, users: watched(read.users) };
			},
			usersById: async (ids, given, signal) => seen(await directory.usersById(ids, all(given), signal)),
		},
		isOutside: (id) => outside.has(id),
	};
}
