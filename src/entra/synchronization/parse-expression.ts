import { z } from "zod";
import { type EntraSource, entraSource } from "../../entra-schema/document.ts";
import type { GraphClient } from "../graph/graph-client.ts";
import { isMissingCall } from "../graph/missing-call.ts";

/** A property of the user that an expression is tried on; several values for a multi-valued attribute. */
export type TestProperty = { readonly key: string; readonly value: string | readonly string[] };

/** How Entra reads an expression, and what it yields. */
export type ParsedExpression =
	| {
			readonly parsed: true;
			/** The expression as a tree, for the source of an attribute mapping; null when the answer has none. */
			readonly tree: EntraSource | null;
			/** Null when it was not evaluated, or failed; `problem` says why. */
			readonly values: readonly string[] | null;
			readonly problem: string | null;
	  }
	| { readonly parsed: false; readonly problem: string };

const answer = z.looseObject({
	parsingSucceeded: z.boolean().nullish(),
	evaluationSucceeded: z.boolean().nullish(),
	evaluationResult: z.array(z.unknown()).nullish(),
	parsedExpression: entraSource.nullish(),
	error: z.looseObject({ code: z.string().nullish(), message: z.string().nullish() }).nullish(),
});

/**
 * Has Entra parse an expression, and evaluate it with the given properties. Returns null where Graph has no such call, or the
 * caller may not use it. Rejects with `DirectoryError` for any other failure.
 *
 * @param job the path of the job below the Graph URL: `/servicePrincipals/{id}/synchronization/jobs/{jobId}`
 * @see https://learn.microsoft.com/graph/api/synchronization-synchronizationschema-parseexpression
 */
export async function parseInEntra(
	client: GraphClient,
	job: string,
	expression: string,
	properties: readonly TestProperty[],
	signal?: AbortSignal,
): Promise<ParsedExpression | null> {
	const body = {
		expression,
		targetAttributeDefinition: null,
		testInputObject: { definition: null, properties: properties.map(propertyJson) },
	};
	const request = {
		method: "POST",
		url: `${job}/schema/parseExpression`,
		body,
		reads: true,
		signal,
	} as const;
	try {
		const { parsingSucceeded, evaluationSucceeded, evaluationResult, parsedExpression, error } =
			await client.send(request, answer);
		const problem = error?.message ?? error?.code ?? null;
		const isParsed = parsingSucceeded ?? parsedExpression != null;
		if (!isParsed) return { parsed: false, problem: problem ?? "no reason is given" };
		const values = evaluationSucceeded ? (evaluationResult ?? []).filter(isPresent).map(textOf) : null;
		return { parsed: true, tree: parsedExpression ?? null, values, problem };
	} catch (error) {
		if (isMissingCall(error)) return null;
		throw error;
	}
}

function propertyJson({ key, value }: TestProperty) {
	return typeof value === "string"
		? { key, value }
		: { key, "value@odata.type": "#Collection(String)", value };
}

function isPresent(value: unknown): boolean {
	return value !== null && value !== undefined;
}

function textOf(value: unknown): string {
	return typeof value === "string" ? value : JSON.stringify(value);
}
