import { z } from "zod";
import type { GraphClient } from "../graph/graph-client.ts";
import { quoted, url } from "../graph/odata.ts";

const summary = z.object({ activityDateTime: z.string() });

/**
 * Whether Entra's own job has logged something about a user of an application, and when it last did; null when its log has nothing
 * since then. Needs ProvisioningLog.Read.All, but no permission to read the job. An incremental cycle without changes logs nothing, so
 * that null does not mean that the job is off.
 *
 * @param since milliseconds since 1970
 * @see https://learn.microsoft.com/graph/api/provisioningobjectsummary-list
 */
export async function lastActivity(
	client: GraphClient,
	servicePrincipalId: string,
	since: number,
	signal?: AbortSignal,
): Promise<{ readonly at: number | null } | null> {
	const $filter = [
		`contains(tolower(servicePrincipal/id),${quoted(servicePrincipalId.toLowerCase())})`,
		`activityDateTime gt ${new Date(since).toISOString()}`,
	].join(" and ");
	// The order of the service is not reliable: one page is enough to know that there is something.
	const request = {
		method: "GET",
		url: url("/auditLogs/provisioning", { $filter, $top: "500" }),
		signal,
	} as const;
	const { value } = await client.send(request, z.object({ value: z.array(z.unknown()) }));
	if (value.length === 0) return null;
	// The filter has selected by time, so an entry that shows none is of that time too.
	const times = value.map((given) => Date.parse(summary.safeParse(given).data?.activityDateTime ?? ""));
	const newest = Math.max(...times.filter((time) => !Number.isNaN(time)));
	return { at: Number.isFinite(newest) ? newest : null };
}
