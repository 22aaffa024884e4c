import type { Profile } from "../../config/profile.ts";
import { emptyDialect } from "../../mapping/definition/empty-dialect.ts";
import type { TargetDialect } from "../../mapping/definition/target-dialect.ts";
import { sumoDialect } from "../../sumo/dialect.ts";

/** The dialect of a profile's target: Sumo Logic's, unless the profile names another SCIM server. */
export function dialectOf({ target }: Pick<Profile, "target">): TargetDialect {
	return target.deployment === "custom" && target.dialect === "generic" ? emptyDialect : sumoDialect;
}
