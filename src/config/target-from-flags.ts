import { deploymentCodes, deploymentNamed } from "../setup/deployment.ts";
import { AccessKeyError, secretToken, tokenToSend } from "../sumo/access-key.ts";
import { classicBase, readTenantUrl, TenantUrlError } from "../sumo/tenant-url.ts";
import { keyringName } from "../text/keyring-name.ts";
import { type GivenOptions, spelled, wrong } from "./given-options.ts";
import type { Profile, ProfileInUse } from "./profile.ts";
import { accessKeyVariables, connectionOptions } from "./settings/connection.ts";

type Target = Profile["target"];

const { scimUrl, deployment, token } = connectionOptions;

/** The target: a SCIM URL or a deployment, from a flag, otherwise the environment, otherwise the saved profile. */
export function targetFrom(given: GivenOptions, saved: Target | undefined): Target {
	const url = given.get(scimUrl);
	const code = given.get(deployment);
	if (url !== undefined && code !== undefined && url.origin === code.origin) {
		throw wrong(scimUrl, `and ${spelled(deployment)} exclude each other: give one of them`);
	}
	if (url !== undefined && (code === undefined || url.origin === "flag")) {
		const read = readUrl(url.value);
		// A whole URL is kept as typed: the links of a store belong to it.
		const isWhole = /^https?:\/\//i.test(url.value) && URL.canParse(url.value);
		const typed = isWhole ? url.value : read;
		const isSaved = saved?.deployment === "custom" && saved.scimUrl === typed;
		return isSaved ? saved : { deployment: "custom", scimUrl: typed };
	}
	if (code !== undefined) {
		const known = deploymentNamed(code.value);
		if (known === undefined) {
			throw wrong(deployment, `must be one of ${deploymentCodes.join(", ")}, not "${code.value}"`);
		}
		return { deployment: known };
	}
	if (saved === undefined) throw wrong(scimUrl, `or ${spelled(deployment)} is needed`);
	return saved;
}

/** The URL that requests would be sent to. Rejects now what would fail when the target is opened, such as http:// to another machine. */
function readUrl(text: string): string {
	try {
		return readTenantUrl(text).url;
	} catch (error) {
		if (!(error instanceof TenantUrlError)) throw error;
		if (error.code === "not-a-url")
			throw wrong(scimUrl, "must be a URL such as https://api.us2.sumologic.com/api/v1/scim");
		throw wrong(scimUrl, `cannot be used: ${error.message.replace(/\.$/, "")}`);
	}
}

/**
 * The Secret Token: given, or made from access ID and access key, or the saved one when the target is the saved one.
 * Absent in a profile that was saved before it was complete.
 */
export function secretTokenFrom(
	given: GivenOptions,
	profile: Profile,
	saved: ProfileInUse | null,
): string | undefined {
	const secret = given.secret(token)?.value;
	if (secret !== undefined && keyringName(secret) !== undefined) return secret;
	if (secret !== undefined) return usable(() => tokenToSend(secret, isSumo(profile.target)));
	const pair = accessPairFrom(given);
	if (pair !== undefined) return pair;
	if (saved === null) {
		throw wrong(token, `is needed, or ${accessKeyVariables.id} with ${accessKeyVariables.key}`);
	}
	if (saved.secrets.secretToken === undefined) return undefined;
	if (sameTarget(profile.target, saved.profile.target)) return saved.secrets.secretToken;
	throw wrong(
		token,
		"is needed: the target differs from the saved profile's, and a saved secret token is not sent elsewhere",
	);
}

function accessPairFrom(given: GivenOptions): string | undefined {
	const id = given.variable(accessKeyVariables.id);
	const key = given.variable(accessKeyVariables.key);
	if (id === undefined && key === undefined) return undefined;
	const isWhole = id === undefined && key !== undefined && keyringName(key) !== undefined;
	if (isWhole) return key;
	if (id === undefined || key === undefined) {
		const missing = id === undefined ? accessKeyVariables.id : accessKeyVariables.key;
		throw wrong(token, `may be left out when access ID and access key are both set, but ${missing} is not`);
	}
	return usable(() => secretToken(id, key));
}

/** Rejects now what the target would refuse after a request, or take for something else. */
function usable(read: () => string): string {
	try {
		return read();
	} catch (error) {
		if (!(error instanceof AccessKeyError)) throw error;
		throw wrong(token, `cannot be used: ${error.message.replace(/\.$/, "")}`);
	}
}

function isSumo({ deployment, scimUrl = "" }: Target): boolean {
	return deployment !== "custom" || classicBase(readTenantUrl(scimUrl).url) !== null;
}

function sameTarget(one: Target, other: Target): boolean {
	return one.deployment === other.deployment && one.scimUrl === other.scimUrl;
}
