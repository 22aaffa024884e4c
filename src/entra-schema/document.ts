import { z } from "zod";
import { describeIssue } from "./schema-issue.ts";

/** Where a value comes from, as a tree: an attribute, a constant, or a function with its parameters. */
export type EntraSource = {
	readonly [member: string]: unknown;
	readonly type?: string | null | undefined;
	readonly name?: string | null | undefined;
	readonly expression?: string | null | undefined;
	readonly parameters?: readonly EntraParameter[] | null | undefined;
};

export type EntraParameter = {
	readonly [member: string]: unknown;
	/** The name of the argument; undocumented for some functions, whose arguments are then in their order. */
	readonly key?: string | null | undefined;
	readonly value?: EntraSource | null | undefined;
};

/** An object whose other members are kept unchanged. */
const open = z.looseObject;

/** The JSON of a tree. */
export const entraSource: z.ZodType<EntraSource> = z.lazy(() =>
	open({
		type: z.string().nullish(),
		name: z.string().nullish(),
		expression: z.string().nullish(),
		parameters: z.array(open({ key: z.string().nullish(), value: entraSource.nullish() })).nullish(),
	}),
);

const attributeMapping = open({
	targetAttributeName: z.string(),
	source: entraSource.nullish(),
	defaultValue: z.string().nullish(),
	matchingPriority: z.number().nullish(),
	flowType: z.string().nullish(),
	flowBehavior: z.string().nullish(),
});

const clause = open({
	operatorName: z.string(),
	sourceOperandName: z.string(),
	targetOperand: open({ values: z.array(z.string().nullable()).nullish() }).nullish(),
});

const group = open({ name: z.string().nullish(), clauses: z.array(clause).nullish() });

const objectMapping = open({
	name: z.string().nullish(),
	enabled: z.boolean().nullish(),
	flowTypes: z.string().nullish(),
	sourceObjectName: z.string().nullish(),
	targetObjectName: z.string().nullish(),
	attributeMappings: z.array(attributeMapping).nullish(),
	scope: open({ groups: z.array(group).nullish() }).nullish(),
});

const rule = open({
	name: z.string().nullish(),
	sourceDirectoryName: z.string().nullish(),
	targetDirectoryName: z.string().nullish(),
	objectMappings: z.array(objectMapping).nullish(),
});

const attributeDefinition = open({
	name: z.string(),
	type: z.string().nullish(),
	anchor: z.boolean().nullish(),
	required: z.boolean().nullish(),
	multivalued: z.boolean().nullish(),
	caseExact: z.boolean().nullish(),
	flowNullValues: z.boolean().nullish(),
});

const directory = open({
	name: z.string().nullish(),
	objects: z
		.array(open({ name: z.string().nullish(), attributes: z.array(attributeDefinition).nullish() }))
		.nullish(),
});

/**
 * The supported part of Graph's `synchronizationSchema`; everything else in it is kept.
 *
 * @see https://learn.microsoft.com/graph/api/resources/synchronization-synchronizationschema
 */
export const entraSchema = open({
	directories: z.array(directory).nullish(),
	synchronizationRules: z.array(rule),
});

export type EntraSchema = z.infer<typeof entraSchema>;
export type EntraObjectMapping = z.infer<typeof objectMapping>;
export type EntraAttributeMapping = z.infer<typeof attributeMapping>;
export type EntraGroup = z.infer<typeof group>;
export type EntraAttributeDefinition = z.infer<typeof attributeDefinition>;

/** Not a synchronization schema, or one without a mapping of users. */
export class EntraSchemaError extends Error {
	override readonly name = "EntraSchemaError";
	readonly code: "not-a-schema" | "no-user-mapping";

	constructor(code: EntraSchemaError["code"], problem: string) {
		super(problem);
		this.code = code;
	}
}

/** Reads the JSON of Graph's `GET …/synchronization/jobs/{id}/schema`. Throws `EntraSchemaError`. */
export function readDocument(content: unknown): EntraSchema {
	if (isSchema(content)) return content;
	const parsed = entraSchema.safeParse(content);
	const problem = `This is not a synchronization schema of Microsoft Graph: ${parsed.error ? describeIssue(parsed.error) : ""}`;
	throw new EntraSchemaError("not-a-schema", problem);
}

/** The original content is kept, not the parsed one: members stay in their order. */
function isSchema(content: unknown): content is EntraSchema {
	return entraSchema.safeParse(content).success;
}

/** The position of the mapping of users in a schema: the indexes of the rule and the object mapping. */
export type UserMapping = {
	readonly rule: number;
	readonly objectMapping: number;
	readonly json: EntraObjectMapping;
};

/** The mapping of users, preferably an enabled one. Throws `EntraSchemaError` when there is none. */
export function userMappingOf({ synchronizationRules }: EntraSchema): UserMapping {
	const all = synchronizationRules.flatMap(({ objectMappings }, rule) =>
		(objectMappings ?? []).map((json, objectMapping) => ({ rule, objectMapping, json })),
	);
	const users = all.filter(({ json }) => json.sourceObjectName?.toLowerCase() === "user");
	const found = users.find(({ json }) => json.enabled !== false) ?? users[0];
	if (found) return found;
	throw new EntraSchemaError(
		"no-user-mapping",
		"The schema has no object mapping with the source object User",
	);
}

/** The definitions of a directory's object; none if the schema has none. */
export function definitionsOf(
	{ directories }: EntraSchema,
	directoryName: string | null | undefined,
	objectName: string | null | undefined,
): readonly EntraAttributeDefinition[] {
	const directory = directories?.find(({ name }) => name === directoryName);
	return directory?.objects?.find(({ name }) => name === objectName)?.attributes ?? [];
}
