import { describe, expect, it } from "vitest";
import { createGraphClient } from "../../../src/entra/graph/graph-client.ts";
import { SchemaChangedError } from "../../../src/entra/synchronization/schema-errors.ts";
import { createSynchronizationJobs } from "../../../src/entra/synchronization/synchronization-jobs.ts";
import { schemaChanges } from "../../../src/entra-schema/schema-changes.ts";
import { simulatorCredential } from "../../../src/simulator/entra/credential.ts";
import { tenantWithJob, withUserMapping } from "../../app/job-schema/tenant-with-job.ts";
import { hastyClock } from "../tenant.ts";

/** The schema of a job, and a change of it that can be written. */
async function open() {
	const { world, puts } = await tenantWithJob();
	const { entra } = world;
	const client = createGraphClient({
		graphUrl: entra.graphUrl,
		credential: simulatorCredential(entra),
		clock: hastyClock(),
	});
	const jobs = createSynchronizationJobs(client, entra.servicePrincipalId, false);
	const id = entra.control.jobs()[0]?.id ?? "";
	const before = await jobs.schema(id);
	const next = withUserMapping(before, { enabled: false });
	const refuse = (status: number, count: number) => {
		entra.control.fault({
			...{ kind: "status", status, count, method: "PUT", path: "/schema" },
			text: "<html><body><h1>Not now</h1></body></html>",
		});
	};
	return {
		control: entra.control,
		puts,
		refuse,
		before,
		next,
		read: () => jobs.schema(id),
		replace: () => jobs.replaceSchema(id, before, next),
	};
}

describe("a schema whose write is not answered", () => {
	it.each(["lost", "truncated", "garbled"] as const)(
		"is written once when the write was carried out (%s), and no other admin is suspected",
		async (kind) => {
			const { control, puts, replace, next } = await open();
			control.fault({ kind, method: "PUT", path: "/schema" });
			expect(schemaChanges(next, await replace())).toEqual([]);
			expect(puts()).toBe(1);
		},
	);

	it.each([500, 502, 504])("is written again when nothing was saved (%i in HTML)", async (status) => {
		const { puts, refuse, replace, next } = await open();
		refuse(status, 2);
		expect(schemaChanges(next, await replace())).toEqual([]);
		expect(puts()).toBe(3);
	});

	it("is left as it is when it cannot be written, with what the server says", async () => {
		const { refuse, replace, read, before } = await open();
		refuse(502, 1000);
		await expect(replace()).rejects.toThrow(/Not now \(502\)/);
		expect(schemaChanges(before, await read())).toEqual([]);
	});

	it("is compared when another admin saved it in the meantime", async () => {
		const { control, replace } = await open();
		control.fault({ kind: "lost", method: "PUT", path: "/schema" });
		control.raceSchema({ afterReads: 1, replacesWrite: true });
		await expect(replace()).rejects.toThrow(/another admin saved it at the same time/);
	});
});

describe("a write that Entra refuses because the schema has changed", () => {
	it("says so when no difference is shown", async () => {
		const { refuse, replace, puts } = await open();
		refuse(412, 1);
		const refused = await replace().catch((error: unknown) => error);
		expect(refused).toBeInstanceOf(SchemaChangedError);
		expect(refused).toMatchObject({
			message: expect.stringMatching(/shows no difference. Nothing was written: .*try again\.$/),
		});
		expect(puts()).toBe(1);
	});

	it("names the difference, also when the refusal is a conflict", async () => {
		const { control, refuse, replace } = await open();
		refuse(409, 1);
		control.raceSchema({ afterReads: 1, replacesWrite: false });
		await expect(replace()).rejects.toThrow(/nothing was written:\n.*"changed by another administrator"/);
	});

	it("is a conflict as Graph tells it when nothing has changed", async () => {
		const { refuse, replace } = await open();
		refuse(409, 1);
		await expect(replace()).rejects.toMatchObject({ status: 409 });
	});
});
