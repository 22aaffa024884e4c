import { z } from "zod";
import { deploymentCodes } from "../sumo/deployment.ts";
import { readTenantUrl, TenantUrlError } from "../sumo/tenant-url.ts";
import type { Profile, ProfileInUse } from "./profile.ts";
import { type Typed, wrong } from "./spellings.ts";

type Target = Profile["target"];

const deployment = z.enum(deploymentCodes);

/** Where to provision to: a SCIM URL or a deployment, whichever a flag names, else the environment, else what is saved. */
export function targetFrom(typed: Typed, saved: Target | undefined): Target {
	const url = typed.get("scimUrl");
	const code = typed.get("deployment");
	if (url !== undefined && code !== undefined && url.origin === code.origin) {
		throw wrong(
			"scimUrl",
			"and --deployment (or SUMO_PROVISION_DEPLOYMENT) say two things: give one of them",
		);
	}
	if (url !== undefined && (code === undefined || url.origin === "flag")) {
		if (!/^https?:\/\//i.test(url.value) || !URL.canParse(url.value)) {
			throw wrong("scimUrl", "takes a URL such as https://api.us2.sumologic.com/api/v1/scim");
		}
		assertUsable(url.value);
		return { deployment: "custom", scimUrl: url.value };
	}
	if (code !== undefined) {
		const known = deployment.safeParse(code.value);
		if (!known.success) {
			throw wrong("deployment", `takes one of ${deploymentCodes.join(", ")}, not "${code.value}"`);
		}
		return { deployment: known.data };
	}
	if (saved === undefined) throw wrong("scimUrl", "or --deployment (or SUMO_PROVISION_DEPLOYMENT) is needed");
	return saved;
}

/** What would only be found when the target is opened is a wrong call too, such as http:// to another machine. */
function assertUsable(url: string): void {
	try {
		readTenantUrl(url);
	} catch (error) {
		if (!(error instanceof TenantUrlError)) throw error;
		throw wrong("scimUrl", `cannot be used: ${error.message.replace(/\.$/, "")}`);
	}
}

/**
 * The secret token: given itself, or made of access ID and access key, or the saved one when the target is the saved one.
 * Absent in a profile saved half-way.
 */
export function secretTokenFrom(
	typed: Typed,
	profile: Profile,
	saved: ProfileInUse | null,
): string | undefined {
	const given = typed.secret("tokenEnv")?.value ?? accessPairFrom(typed);
	if (given !== undefined) return given;
	if (saved === null) {
		throw wrong("tokenEnv", "is needed, or SUMO_PROVISION_ACCESS_ID with SUMO_PROVISION_ACCESS_KEY");
	}
	if (saved.secrets.secretToken === undefined) return undefined;
	if (sameTarget(profile.target, saved.profile.target)) return saved.secrets.secretToken;
	throw wrong(
		"tokenEnv",
		"is needed: the target is not the one of the saved profile, and a saved secret token is not sent elsewhere",
	);
}

function accessPairFrom(typed: Typed): string | undefined {
	const id = typed.variable("SUMO_PROVISION_ACCESS_ID");
	const key = typed.variable("SUMO_PROVISION_ACCESS_KEY");
	if (id === undefined && key === undefined) return undefined;
	if (id === undefined || key === undefined) {
		const missing = id === undefined ? "SUMO_PROVISION_ACCESS_ID" : "SUMO_PROVISION_ACCESS_KEY";
		throw wrong(
			"tokenEnv",
			`may be left out when access ID and access key are both set, but ${missing} is not`,
		);
	}
	return Buffer.from(`${id}:${key}`).toString("base64");
}

function sameTarget(one: Target, other: Target): boolean {
	return one.deployment === other.deployment && one.scimUrl === other.scimUrl;
}
