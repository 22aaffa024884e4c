import type { Profile } from "../../config/profile.ts";

/** The host of a custom SCIM URL, otherwise the deployment. */
export function targetLabel({ target }: Pick<Profile, "target">): string {
	if (target.deployment !== "custom") return `Sumo ${target.deployment}`;
	return target.scimUrl === undefined ? "no target" : new URL(target.scimUrl).host;
}
