import { z } from "zod";
import { compile, ExpressionError } from "../../../../expression/index.ts";
import { badRequest } from "../../odata/refusal.ts";

const schema = z.looseObject({
	directories: z.array(
		z.looseObject({
			name: z.string(),
			objects: z.array(
				z.looseObject({ name: z.string(), attributes: z.array(z.looseObject({ name: z.string() })) }),
			),
		}),
	),
	synchronizationRules: z
		.array(
			z.looseObject({
				targetDirectoryName: z.string(),
				objectMappings: z.array(
					z.looseObject({
						targetObjectName: z.string(),
						attributeMappings: z.array(
							z.looseObject({
								targetAttributeName: z.string(),
								source: z.looseObject({ type: z.string(), expression: z.string().nullish() }).nullish(),
								matchingPriority: z.number(),
							}),
						),
					}),
				),
			}),
		)
		.min(1),
});

/**
 * Refuses what is not a schema, mappings to attributes that the target's directory does not define, and expressions that cannot be
 * parsed. Throws a GraphRefusal.
 */
export function checkSchema(given: unknown): void {
	const parsed = schema.safeParse(given);
	if (!parsed.success) throw badRequest(z.prettifyError(parsed.error));
	const { directories, synchronizationRules } = parsed.data;
	for (const { targetDirectoryName, objectMappings } of synchronizationRules) {
		const directory = directories.find(({ name }) => name === targetDirectoryName);
		if (!directory) throw badRequest(`The schema has no directory ${targetDirectoryName}.`);
		for (const { targetObjectName, attributeMappings } of objectMappings) {
			const defined = directory.objects.find(({ name }) => name === targetObjectName)?.attributes ?? [];
			const missing = attributeMappings.find(
				({ targetAttributeName }) => !defined.some(({ name }) => name === targetAttributeName),
			);
			if (missing) {
				throw badRequest(
					`The attribute ${missing.targetAttributeName} is not defined for ${targetObjectName}.`,
				);
			}
			for (const { source, targetAttributeName } of attributeMappings) {
				if (source?.type === "Function") checkExpression(source.expression ?? "", targetAttributeName);
			}
		}
	}
}

function checkExpression(expression: string, target: string): void {
	try {
		compile(expression);
	} catch (error) {
		if (!(error instanceof ExpressionError)) throw error;
		throw badRequest(`The expression of ${target} cannot be parsed: ${error.message}`);
	}
}
