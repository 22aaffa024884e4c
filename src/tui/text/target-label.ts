import type { Profile } from "../../config/profile.ts";

/** The host of a custom SCIM URL, otherwise the deployment. */
export function targetLabel(profile: Pick<Profile, "target">): string {
	return profile.target.deployment === "custom" ? targetName(profile) : `Sumo ${targetName(profile)}`;
}

/** What an operator types to name the target: the host of a custom SCIM URL, otherwise the code of the deployment. */
export function targetName({ target }: Pick<Profile, "target">): string {
	if (target.deployment !== "custom") return target.deployment;
	return target.scimUrl === undefined ? "no target" : new URL(target.scimUrl).host;
}
