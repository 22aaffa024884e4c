import type { TargetList } from "../../src/attributes/target-schema.ts";
import { importSchema as importFor } from "../../src/entra-schema/import.ts";
import { defaultMappingSet as defaultsOf, targetsOf } from "../../src/mapping/definition/mapping-set.ts";
import { diffUser as diffFor } from "../../src/mapping/diff.ts";
import { buildUser as buildFor, missingFields as missingFor } from "../../src/mapping/user/build-user.ts";
import type { MappedUser } from "../../src/mapping/user/mapped-user.ts";
import type { NewScimUser, ScimUser } from "../../src/scim/resource.ts";
import { sumoDialect } from "../../src/sumo/dialect.ts";

/** The mapping set that a new profile for Sumo Logic starts with. */
export const defaultMappingSet = defaultsOf(sumoDialect);
export const { defaultMappings } = sumoDialect;
export const knownTargets: TargetList = targetsOf(defaultMappingSet);

/** The functions under test, for Sumo Logic. */
export const buildUser = (mapped: MappedUser) => buildFor(mapped, sumoDialect);
export const missingFields = (user: NewScimUser, targets: TargetList) =>
	missingFor(user, targets, sumoDialect);
export const diffUser = (mapped: MappedUser, present: ScimUser) => diffFor(mapped, present, sumoDialect);
export const importSchema = (content: unknown) => importFor(content, sumoDialect);
