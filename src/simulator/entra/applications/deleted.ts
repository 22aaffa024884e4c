import { type Answer, json, type Request } from "../../loopback/exchange.ts";
import type { JsonObject } from "../../loopback/json.ts";
import { notFound } from "../odata/refusal.ts";
import type { ServicePrincipal } from "./application.ts";
import type { Applications } from "./registry.ts";

type Deleted = { readonly applications: Pick<Applications, "deleted"> };

/**
 * A deleted application, which can be restored for 30 days.
 *
 * @param at milliseconds since 1970; null: it was restored
 * @see https://learn.microsoft.com/graph/api/directory-deleteditems-list
 */
export function deletedApplication(
	{ applicationId, appId, displayName, tags }: ServicePrincipal,
	at: number | null,
): JsonObject {
	return {
		"@odata.type": "#microsoft.graph.application",
		id: applicationId,
		appId,
		displayName,
		tags: [...tags],
		deletedDateTime: at === null ? null : new Date(at).toISOString(),
	};
}

/** Answers a request for one. Throws a GraphRefusal. */
export function showDeletedApplication({ applications }: Deleted, id: string): Answer {
	const found = applications.deleted.get(id);
	if (!found) throw notFound(id);
	return json(200, deletedApplication(found.servicePrincipal, found.at));
}

/** Answers a request for all, the last deleted first. */
export function listDeletedApplications({ applications }: Deleted, { origin }: Request): Answer {
	const value = [...applications.deleted.values()]
		.toSorted((one, other) => other.at - one.at)
		.map(({ servicePrincipal, at }) => deletedApplication(servicePrincipal, at));
	return json(200, { "@odata.context": `${origin}/v1.0/$metadata#applications`, value });
}
