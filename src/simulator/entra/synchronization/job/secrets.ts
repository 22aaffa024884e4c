import { z } from "zod";
import type { JsonObject } from "../../../loopback/json.ts";
import { GraphRefusal } from "../../odata/refusal.ts";

/** The names of secrets, which Graph compares with case; those that it never shows are true. */
const keys: Readonly<Record<string, boolean>> = {
	BaseAddress: false,
	SecretToken: true,
	SyncAll: false,
	SkipOutOfScopeDeletions: false,
	SyncNotificationSettings: false,
};

export const credentialsSchema = z.array(z.object({ key: z.string(), value: z.string() }));

/** Credentials and settings of a job, by name. */
export type Secrets = ReadonlyMap<string, string>;

/** Secrets of a request. Throws a GraphRefusal for an unknown name, as Graph does with 500. */
export function readSecrets(given: z.output<typeof credentialsSchema>): Secrets {
	for (const { key } of given) {
		if (!Object.hasOwn(keys, key)) {
			throw new GraphRefusal(500, "InternalError", `Requested value '${key}' was not found.`);
		}
	}
	return new Map(given.map(({ key, value }) => [key, value]));
}

/** Secrets after a PUT: names left out keep their values, and an empty value removes. A `*` sent back is stored. */
export function mergeSecrets(current: Secrets, given: Secrets): Secrets {
	return new Map([...current, ...given].filter(([key]) => given.get(key) !== ""));
}

/** Plain values are readable, secret ones are not. */
export function showSecrets(secrets: Secrets): JsonObject[] {
	return [...secrets].map(([key, value]) => ({ key, value: keys[key] === true ? "*" : value }));
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
