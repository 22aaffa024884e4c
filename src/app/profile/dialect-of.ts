import type { Profile } from "../../config/profile.ts";
import { emptyDialect } from "../../mapping/empty-dialect.ts";
import type { TargetDialect } from "../../mapping/target-dialect.ts";
import { sumoDialect } from "../../sumo/dialect.ts";

/** What is known of a profile's target: Sumo Logic's ways, unless the profile says that it is another SCIM server. */
export function dialectOf({ target }: Pick<Profile, "target">): TargetDialect {
	return target.deployment === "custom" && target.dialect === "generic" ? emptyDialect : sumoDialect;
}
