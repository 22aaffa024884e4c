import { beforeEach, describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../../../../../src/simulator/loopback/json.ts";
import { items } from "../../../calls.ts";
import example from "../../examples/provisioning-object-summary.json" with { type: "json" };
import { differences } from "../../same-shape.ts";
import { type JobWorld, jobWorld } from "../started-job.ts";

let at: JobWorld;
const path = "/auditLogs/provisioning";
const plain = (value: unknown): Json => JSON.parse(JSON.stringify(value));

beforeEach(async () => {
	at = await jobWorld();
	const { control } = at.world.entra;
	for (const alias of ["ada", "ben", "cleo"]) {
		control.addUser({ userPrincipalName: `${alias}@example.com`, accountEnabled: alias !== "cleo" });
		control.assign(`${alias}@example.com`, "Analyst");
	}
	at.world.sumo.control.fault({ kind: "status", status: 400, method: "POST", after: 1 });
	await at.graph("POST", `${at.job}/start`);
	await at.cycle();
});

const list = async (query: Readonly<Record<string, string>> = {}): Promise<JsonObject[]> => {
	const answer = await at.graph("GET", `${path}?${new URLSearchParams(query)}`);
	expect(answer.status).toBe(200);
	return items(answer.body, "value");
};
const names = (entries: readonly JsonObject[]) =>
	entries.map(({ sourceIdentity }) => Object.values(plain(sourceIdentity) ?? {})[1]).sort();

describe("the provisioning log", () => {
	it("has the observed shape for successes, failures and skipped users", async () => {
		const entries = await list();
		const [success, failure] = example.value;
		const by = (status: string) =>
			entries.filter((one) => JSON.stringify(one.provisioningStatusInfo).includes(`"status":"${status}"`));
		for (const one of by("success")) expect(differences(one, plain(success))).toEqual([]);
		for (const one of by("failure")) expect(differences(one, plain(failure))).toEqual([]);
		expect(by("failure")).toHaveLength(1);
		expect(by("skipped")).toMatchObject([
			{
				provisioningAction: "other",
				provisioningStatusInfo: { errorInformation: { errorCode: "NotEffectivelyEntitled" } },
				servicePrincipal: { id: at.world.entra.servicePrincipalId, displayName: "Sumo Logic" },
				targetSystem: {
					displayName: "customappsso",
					details: { ApplicationId: "8adf8e6e-67b2-4cf2-a259-e3dc5476c621" },
				},
			},
		]);
	});

	it("filters by job, time, action and parts of identities, case-sensitively", async () => {
		const [{ jobId = null } = {}] = await list();
		expect(await list({ $filter: `jobId eq '${String(jobId)}'` })).toHaveLength(3);
		expect(await list({ $filter: `jobId eq '${String(jobId).toUpperCase()}'` })).toEqual([]);
		expect(await list({ $filter: "provisioningAction eq 'create'" })).toHaveLength(2);
		expect(await list({ $filter: "provisioningStatusInfo/status eq 'failure'" })).toHaveLength(1);
		const id = at.world.entra.servicePrincipalId;
		expect(
			await list({ $filter: `contains(tolower(servicePrincipal/id),'${id.slice(0, 9)}')` }),
		).toHaveLength(3);
		at.pass({ hours: 1 });
		at.world.entra.control.editUser("ada@example.com", { givenName: "Adele" });
		await at.cycle();
		const since = "activityDateTime gt 2026-01-05T08:30:00Z and activityDateTime lt 2026-01-06T00:00:00Z";
		expect(names(await list({ $filter: since }))).toEqual(["ada"]);
		for (const $filter of ["activityDateTime ge 2026-01-05T08:30:00Z", "jobId ne 'x'", "jobId eq"]) {
			expect((await at.graph("GET", `${path}?${new URLSearchParams({ $filter })}`)).status).toBe(400);
		}
	});

	it("pages, orders by time, and refuses more than a thousand entries", async () => {
		const first = await at.graph("GET", `${path}?$top=2`);
		const second = await at.graph("GET", String(first.body["@odata.nextLink"]));
		expect(second.body["@odata.nextLink"]).toBeUndefined();
		const ids = [...items(first.body, "value"), ...items(second.body, "value")].map(({ id }) => id);
		expect(new Set(ids).size).toBe(3);
		const ordered = await list({ $orderby: "activityDateTime asc" });
		expect(ordered.map(({ id }) => id)).toEqual(ids.toReversed());
		at.world.entra.control.behave({ provisioningLog: { orderBy: "ignore" } });
		expect((await list({ $orderby: "activityDateTime asc" })).map(({ id }) => id)).toEqual(ids);
		expect((await at.graph("GET", `${path}?$top=1001`)).status).toBe(400);
	});

	it("shows entries late and for a limited time, in other forms, and with a limit, on request", async () => {
		const { control } = at.world.entra;
		control.behave({ provisioningLog: { delaySeconds: 900, retentionDays: 7 } });
		expect(await list()).toEqual([]);
		at.pass({ minutes: 15 });
		expect(await list()).toHaveLength(3);
		at.pass({ days: 7 });
		expect(await list()).toEqual([]);
		control.behave({
			provisioningLog: {
				retentionDays: 30,
				enums: "pascal",
				servicePrincipal: "array",
				requestsPer10Seconds: 1,
			},
		});
		at.pass({ minutes: 1 });
		expect(await list({ $top: "1" })).toMatchObject([
			{ servicePrincipal: [{ displayName: "Sumo Logic" }], initiatedBy: { initiatorType: "System" } },
		]);
		expect((await at.graph("GET", path)).status).toBe(429);
	});
});
