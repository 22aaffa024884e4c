import type { Profile } from "../../config/profile.ts";
import type { Rules } from "../../engine/plan/rules.ts";
import { compileMappings, redactedAttributes } from "../../mapping/user/compile.ts";
import { compileScope } from "../../scoping/evaluate.ts";
import { mappingSetOf, scopeOf } from "./profile-parts.ts";

/** Compiles what the engine needs of a profile. Throws `MappingError` and `ScopeError`: nothing else is saved or run. */
export function rulesOfProfile(profile: Profile): Rules {
	const mappings = compileMappings(mappingSetOf(profile));
	return {
		mappings,
		scope: compileScope(scopeOf(profile), redactedAttributes(mappings)),
		settings: profile.provisioning,
	};
}
