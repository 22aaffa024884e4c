import { randomUUID } from "node:crypto";
import { z } from "zod";
import { GraphRefusal } from "../odata/refusal.ts";
import type { Secrets } from "./secrets.ts";

const prefix = "SystemForCrossDomainIdentityManagement";
const listSchema = z.object({
	Resources: z.array(z.unknown()).optional(),
	totalResults: z.number().optional(),
});

/**
 * Tests credentials as the portal's Test Connection does: asks the target for a user that cannot exist. Targets outside
 * this machine are not asked and count as unreachable. Rejects with a GraphRefusal.
 */
export async function validate(secrets: Secrets): Promise<void> {
	const base = (secrets.get("BaseAddress") ?? "").replace(/\?.*$/, "").replace(/\/+$/, "");
	const url = URL.canParse(base) ? new URL(`${base}/Users`) : undefined;
	if (!url || !["127.0.0.1", "localhost"].includes(url.hostname))
		throw unavailable("the address is not reachable");
	url.searchParams.set("filter", `userName eq "${randomUUID()}"`);
	const authorization = `Bearer ${secrets.get("SecretToken") ?? ""}`;
	const response = await fetch(url, { headers: { authorization }, redirect: "manual" }).catch(
		() => undefined,
	);
	if (!response) throw unavailable("the target did not answer");
	if (response.status === 401 || response.status === 403) {
		throw new GraphRefusal(
			400,
			`${prefix}InvalidCredentials`,
			"The supplied credentials were refused by the target.",
		);
	}
	if (!response.ok) {
		throw new GraphRefusal(
			400,
			`${prefix}CredentialValidationFailure`,
			`The target answered with status ${response.status}.`,
		);
	}
	const body = listSchema.safeParse(await response.json().catch(() => undefined));
	if (!body.success) throw unavailable("the target does not speak SCIM");
}

function unavailable(reason: string): GraphRefusal {
	return new GraphRefusal(
		400,
		`${prefix}CredentialValidationUnavailable`,
		`We were unable to validate the credentials: ${reason}.`,
	);
}
