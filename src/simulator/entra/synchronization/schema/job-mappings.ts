import { z } from "zod";
import { attributesOf, type Compiled, compile, ExpressionError } from "../../../../expression/index.ts";
import type { JsonObject } from "../../../loopback/json.ts";
import { type ScopingFilters, scopeSchema } from "../source/scoping-filter.ts";

/** Where a mapping gets its value. */
export type MappingSource =
	| { readonly type: "attribute"; readonly name: string }
	| { readonly type: "constant"; readonly value: string }
	| { readonly type: "function"; readonly compiled: Compiled }
	/** Neither an expression nor anything else that can be evaluated: the mapping yields nothing. */
	| { readonly type: "none" };

/** When a mapping flows (learn.microsoft.com/graph/api/resources/synchronization-attributemapping). */
export type FlowType = "Always" | "ObjectAddOnly" | "MultiValueAddOnly" | "ValueAddOnly" | "AttributeAddOnly";

/** One attribute mapping. */
export interface JobMapping {
	/** The path of the target attribute, such as `emails[type eq "work"].value`. */
	readonly target: string;
	/** The type of the target attribute, such as `Boolean`. */
	readonly type: string;
	readonly isMultivalued: boolean;
	readonly source: MappingSource;
	/** Used on creation when the source has no value; null for none, which a schema may write as an empty string. */
	readonly defaultValue: string | null;
	/** 0: not used for matching; otherwise the order, lowest first. */
	readonly matchingPriority: number;
	readonly flowType: FlowType;
	/** Whether a source without a value clears the target attribute. */
	readonly flowsNull: boolean;
}

/** How a job provisions one type of object. */
export interface ObjectMapping {
	readonly ruleId: string;
	readonly sourceObject: "User" | "Group";
	readonly sourceSystem: string;
	readonly targetSystem: string;
	/** The target's type, a SCIM schema. */
	readonly targetObject: string;
	readonly canCreate: boolean;
	readonly canUpdate: boolean;
	readonly canDelete: boolean;
	readonly scope: ScopingFilters;
	readonly mappings: readonly JobMapping[];
	/** Source attributes that the mappings and filters read, in lower case. */
	readonly readAttributes: readonly string[];
}

const sourceSchema = z.looseObject({
	type: z.string(),
	name: z.string().nullish(),
	expression: z.string().nullish(),
});
const mappingSchema = z.looseObject({
	targetAttributeName: z.string(),
	source: sourceSchema.nullish(),
	defaultValue: z.string().nullish(),
	matchingPriority: z.number().default(0),
	flowType: z.string().default("Always"),
});
const attributeSchema = z.looseObject({
	name: z.string(),
	type: z.string().default("String"),
	multivalued: z.boolean().default(false),
	flowNullValues: z.boolean().default(false),
});
const documentSchema = z.looseObject({
	directories: z.array(
		z.looseObject({
			name: z.string(),
			objects: z.array(z.looseObject({ name: z.string(), attributes: z.array(attributeSchema) })),
		}),
	),
	synchronizationRules: z.array(
		z.looseObject({
			id: z.string(),
			priority: z.number().default(0),
			sourceDirectoryName: z.string(),
			targetDirectoryName: z.string(),
			objectMappings: z.array(
				z.looseObject({
					enabled: z.boolean().default(true),
					flowTypes: z.string().default("Add, Update, Delete"),
					sourceObjectName: z.string(),
					targetObjectName: z.string(),
					scope: scopeSchema,
					attributeMappings: z.array(mappingSchema),
				}),
			),
		}),
	),
});

type Document = z.output<typeof documentSchema>;

/** How a schema provisions users or groups; undefined when it does not. */
export function readObjectMapping(
	schema: JsonObject,
	sourceObject: "User" | "Group",
): ObjectMapping | undefined {
	const { directories, synchronizationRules } = documentSchema.parse(schema);
	for (const rule of synchronizationRules.toSorted((a, b) => a.priority - b.priority)) {
		const found = rule.objectMappings.find((one) => one.enabled && one.sourceObjectName === sourceObject);
		if (!found) continue;
		const target = directories.find(({ name }) => name === rule.targetDirectoryName);
		const attributes = target?.objects.find(({ name }) => name === found.targetObjectName)?.attributes ?? [];
		const flows = found.flowTypes.split(",").map((one) => one.trim().toLowerCase());
		const mappings = found.attributeMappings.map((one) => readMapping(one, attributes));
		return {
			ruleId: rule.id,
			sourceObject,
			sourceSystem: rule.sourceDirectoryName,
			targetSystem: rule.targetDirectoryName,
			targetObject: found.targetObjectName,
			canCreate: flows.includes("add"),
			canUpdate: flows.includes("update"),
			canDelete: flows.includes("delete"),
			scope: found.scope,
			mappings,
			readAttributes: attributesReadBy(mappings, found.scope),
		};
	}
	return undefined;
}

function readMapping(
	given: z.output<typeof mappingSchema>,
	attributes: Document["directories"][number]["objects"][number]["attributes"],
): JobMapping {
	const defined = attributes.find(({ name }) => name === given.targetAttributeName);
	return {
		target: given.targetAttributeName,
		type: defined?.type ?? "String",
		isMultivalued: defined?.multivalued ?? false,
		source: readSource(given),
		defaultValue: given.defaultValue || null,
		matchingPriority: given.matchingPriority,
		flowType: flowTypes.find((one) => one === given.flowType) ?? "Always",
		flowsNull: defined?.flowNullValues ?? false,
	};
}

const flowTypes: readonly FlowType[] = [
	"Always",
	"ObjectAddOnly",
	"MultiValueAddOnly",
	"ValueAddOnly",
	"AttributeAddOnly",
];

/** A mapping without a source is a constant: its default value. Of a function, the expression is the truth. */
function readSource({ source, defaultValue }: z.output<typeof mappingSchema>): MappingSource {
	if (!source) return !defaultValue ? { type: "none" } : { type: "constant", value: defaultValue };
	const { type, name, expression } = source;
	if (type === "Attribute") return { type: "attribute", name: name ?? (expression ?? "").slice(1, -1) };
	if (type === "Constant") return { type: "constant", value: name ?? "" };
	try {
		return { type: "function", compiled: compile(expression ?? "") };
	} catch (error) {
		if (error instanceof ExpressionError) return { type: "none" };
		throw error;
	}
}

function attributesReadBy(mappings: readonly JobMapping[], scope: ScopingFilters): readonly string[] {
	const names = new Set<string>();
	for (const mapping of mappings) for (const name of attributesOfMapping(mapping)) names.add(name);
	for (const group of [...scope.groups, ...scope.inputFilterGroups]) {
		for (const { sourceOperandName } of group.clauses) names.add(sourceOperandName.toLowerCase());
	}
	return [...names].sort();
}

/** The source attributes that a mapping reads, in lower case. */
export function attributesOfMapping({ source }: JobMapping): readonly string[] {
	if (source.type === "attribute") return [source.name.toLowerCase()];
	if (source.type !== "function") return [];
	return attributesOf(source.compiled.ast.root).map((name) => name.toLowerCase());
}
