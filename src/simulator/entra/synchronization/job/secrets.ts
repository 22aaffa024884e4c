import { z } from "zod";
import type { JsonObject } from "../../../loopback/json.ts";
import { GraphRefusal } from "../../odata/refusal.ts";

/** Names of secrets whose values are shown. Graph compares names with case. */
const plainKeys: readonly string[] = [
	"BaseAddress",
	"UserName",
	"ClientIdentifier",
	"SingleSignOnType",
	"Sandbox",
	"Url",
	"Domain",
	"TokenExpiration",
	"Oauth2AccessTokenCreationTime",
	"SyncAll",
	"InstanceName",
	"Oauth2ClientId",
	"CompanyId",
	"UpdateKeyOnSoftDelete",
	"SynchronizationSchedule",
	"SystemOfRecord",
	"SandboxName",
	"EnforceDomain",
	"SyncNotificationSettings",
	"SkipOutOfScopeDeletions",
	"Oauth2RedirectUri",
	"ApplicationTemplateIdentifier",
	"Oauth2TokenExchangeUri",
	"Oauth2AuthorizationUri",
	"AuthenticationType",
	"Server",
	"PerformInboundEntitlementGrants",
	"HardDeletesEnabled",
	"SyncAgentCompatibilityKey",
	"SyncAgentADContainer",
	"ValidateDomain",
	"TestReferences",
];

/** Names of secrets whose values are never shown. */
const secretKeys: readonly string[] = [
	"SecretToken",
	"Password",
	"AppKey",
	"ClientSecret",
	"ConsumerKey",
	"ConsumerSecret",
	"TokenKey",
	"Oauth2AccessToken",
	"Oauth2RefreshToken",
	"Oauth2ClientSecret",
	"Oauth2AuthorizationCode",
	"ConnectionString",
];

export const credentialsSchema = z.array(z.object({ key: z.string(), value: z.string() }));

/** Credentials and settings of a job, by name. */
export type Secrets = ReadonlyMap<string, string>;

/** Secrets of a request. Throws a GraphRefusal for an unknown name, as Graph does with 500. */
export function readSecrets(given: z.output<typeof credentialsSchema>): Secrets {
	for (const { key } of given) {
		if (!plainKeys.includes(key) && !secretKeys.includes(key)) {
			throw new GraphRefusal(500, "InternalError", `Requested value '${key}' was not found.`);
		}
	}
	return new Map(given.map(({ key, value }) => [key, value]));
}

/** Secrets after a PUT: an empty value removes. A `*` sent back is stored. */
export function mergeSecrets(current: Secrets, given: Secrets, leftOut: "keep" | "remove"): Secrets {
	const kept = leftOut === "keep" ? current : new Map<string, string>();
	return new Map([...kept, ...given].filter(([key]) => given.get(key) !== ""));
}

/** Plain values are readable, secret ones are not. */
export function showSecrets(secrets: Secrets): JsonObject[] {
	return [...secrets].map(([key, value]) => ({ key, value: secretKeys.includes(key) ? "*" : value }));
}

const notificationSchema = z.object({
	DeleteThresholdEnabled: z.boolean().optional(),
	DeleteThresholdValue: z.number().optional(),
});

/** The number of deletions beyond which a cycle is held, null when there is none. */
export function deletionThreshold(secrets: Secrets): number | null {
	try {
		const { data } = notificationSchema.safeParse(
			JSON.parse(secrets.get("SyncNotificationSettings") ?? "{}"),
		);
		return data?.DeleteThresholdEnabled ? (data.DeleteThresholdValue ?? 500) : null;
	} catch {
		return null; // the service stores any text
	}
}

/** Whether a secret says `true`, in any case; false when it is absent. */
export function flagOf(secrets: Secrets, key: "SyncAll" | "SkipOutOfScopeDeletions"): boolean {
	return secrets.get(key)?.trim().toLowerCase() === "true";
}
