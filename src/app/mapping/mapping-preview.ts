import type { TargetList } from "../../attributes/target-schema.ts";
import type { AttributeMapping } from "../../mapping/definition/attribute-mapping.ts";
import { type MappingSet, targetsOf } from "../../mapping/definition/mapping-set.ts";
import { type CompiledMapping, compileMapping, sourceAttributes } from "../../mapping/user/compile.ts";
import { MappingError } from "../../mapping/user/errors.ts";
import { evaluateMapping } from "../../mapping/user/map-user.ts";
import { compileScope } from "../../scoping/evaluate.ts";
import type { Scope } from "../../scoping/scope.ts";
import type { SampleSources } from "../source/sample-sources.ts";
import type { PreviewLine } from "./mapping.ts";
import { yieldOf } from "./mapping-yield.ts";

type Tried =
	| { readonly mapping: AttributeMapping; readonly one: CompiledMapping }
	| { readonly mapping: AttributeMapping; readonly one: null; readonly error: string };

function tryCompile(mapping: AttributeMapping, targets: TargetList): Tried {
	try {
		return { mapping, one: compileMapping(mapping, targets) };
	} catch (error) {
		if (!(error instanceof MappingError)) throw error;
		return { mapping, one: null, error: error.problem };
	}
}

/** What every mapping yields for one user; a mapping that does not compile does not affect the others. */
export async function previewMappings(
	set: MappingSet,
	scope: Scope,
	samples: SampleSources,
	userId: string,
): Promise<readonly PreviewLine[]> {
	const targets = targetsOf(set);
	const tried = set.mappings.map((mapping) => tryCompile(mapping, targets));
	const all = { set, mappings: tried.flatMap(({ one }) => one ?? []) };
	const source = await samples.get(userId, [...sourceAttributes(all), ...compileScope(scope).attributes]);
	return tried.map((each) => ({
		target: each.mapping.target,
		...(each.one === null
			? { value: null, error: each.error }
			: yieldOf(evaluateMapping(all, each.one, source))),
	}));
}
