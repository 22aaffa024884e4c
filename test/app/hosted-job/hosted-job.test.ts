import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { runProgram } from "../../../src/cli/program.ts";
import { jobStatus } from "../../../src/entra/synchronization/job-status.ts";
import { simulatorCredential } from "../../../src/simulator/entra/credential.ts";
import { startSimulators } from "../../../src/simulator/world.ts";
import { fakeStreams } from "../../cli/fake-streams.ts";
import { skipWaits } from "../../e2e/site/in-process.ts";
import examples from "../../simulator/entra/examples/synchronization-job.json" with { type: "json" };

/** The demo tenant with Entra's own job set up, and `sumo-provision job`. */
async function openJob() {
	const world = await startSimulators({ limit: "off" });
	const home = mkdtempSync(join(tmpdir(), "job-"));
	onTestFinished(async () => {
		await world.close();
		rmSync(home, { recursive: true });
	});
	const { sumo, entra } = world;
	const { token } = await simulatorCredential(entra).getToken();
	const env = {
		SUMO_PROVISION_HOME: home,
		SUMO_PROVISION_SOURCE: "entra",
		SUMO_PROVISION_APPLICATION: "Sumo Logic",
		SUMO_PROVISION_GRAPH_URL: entra.graphUrl,
		SUMO_PROVISION_GRAPH_TOKEN: token,
		SUMO_PROVISION_SCIM_URL: sumo.scimUrl,
		SUMO_PROVISION_SECRET_TOKEN: Buffer.from(`${sumo.accessId}:${sumo.accessKey}`).toString("base64"),
		SUMO_PROVISION_RATE: "off",
	};
	const run = async (...args: readonly string[]) => {
		const { streams, printed, said } = fakeStreams();
		const code = await runProgram(args, { streams, version: "1.2.3", env });
		return { code, out: printed.join("\n"), err: said.join("\n") };
	};
	const base = `${entra.graphUrl}/servicePrincipals/${entra.servicePrincipalId}/synchronization`;
	const send = (method: string, path: string, body: unknown) =>
		fetch(`${base}${path}`, {
			method,
			headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
			body: JSON.stringify(body),
		});
	const create = async () => {
		await send("POST", "/jobs", { templateId: "scim" });
		const credentials = { BaseAddress: sumo.scimUrl, SecretToken: env.SUMO_PROVISION_SECRET_TOKEN };
		await send("PUT", "/secrets", {
			value: Object.entries(credentials).map(([key, value]) => ({ key, value })),
		});
	};
	const posts = () =>
		entra.control
			.journal()
			.filter(({ method, target }) => method === "POST" && /\/(start|pause|restart)$/.test(target)).length;
	return { world, run, create, posts };
}

describe("sumo-provision job", () => {
	it("says how to make a job when there is none", async () => {
		const { run } = await openJob();
		expect(await run("job", "status")).toMatchObject({
			code: 1,
			err: expect.stringContaining("setup apply"),
		});
	});

	it("starts, shows and pauses the job, each only when there is something to do", async () => {
		const { run, create, posts } = await openJob();
		await create();
		expect(await run("job", "start")).toEqual({
			code: 0,
			out: "The job is started.",
			err: expect.stringContaining("another machine"),
		});
		expect(await run("job", "start")).toEqual({ code: 0, out: "The job is running already.", err: "" });
		expect((await run("job")).out).toContain("Schedule: Active. Status: NotRun.");
		expect(JSON.parse((await run("job", "pause", "--json")).out)).toEqual({
			type: "job",
			action: "pause",
			changed: true,
		});
		expect(await run("job", "pause")).toMatchObject({ out: "The job is not running." });
		expect(posts()).toBe(2);
		expect(JSON.parse((await run("job", "status", "--json")).out)).toMatchObject({
			type: "job",
			schedule: "Paused",
			quarantine: null,
			lastExecution: null,
		});
	});

	it("claims no start and no pause that Entra accepts but the job does not show", async () => {
		skipWaits();
		const { world, run, create } = await openJob();
		await create();
		const { control } = world.entra;
		control.fault({ kind: "status", status: 204, path: "/start", text: "" });
		expect(await run("job", "start")).toMatchObject({
			...{ code: 1, out: "", err: expect.stringContaining("its job is still off") },
		});
		expect(await run("job", "start")).toMatchObject({ code: 0 });
		control.fault({ kind: "status", status: 204, path: "/pause", text: "" });
		expect(await run("job", "pause", "--json")).toMatchObject({
			...{ code: 1, out: "", err: expect.stringContaining("its job is still on") },
		});
	});

	it("shows a quarantine with its reason and what to do, and exits with 3", async () => {
		const { world, run, create } = await openJob();
		await create();
		await run("job", "start");
		world.entra.control.quarantine("TooManyDeletes");
		const { code, out } = await run("job", "status");
		expect(code).toBe(3);
		expect(out).toMatch(/TooManyDeletes[\s\S]*job restart --scope deletions/);
	});

	it("restarts with what is to be reset, and asks before links are dropped or deletions carried out", async () => {
		const { world, run, create, posts } = await openJob();
		await create();
		for (const scope of ["links", "Full", "ForceDeletes", "watermark,deletions"]) {
			expect(await run("job", "restart", "--scope", scope)).toMatchObject({
				code: 2,
				err: expect.stringMatching(/Nothing was changed: .*--yes/),
			});
		}
		expect(await run("job", "restart", "--scope", "everything")).toMatchObject({ code: 2 });
		expect(posts()).toBe(0);
		await run("job", "restart");
		await run("job", "restart", "--scope", "Escrows", "watermark");
		await run("job", "restart", "--scope", "full", "--yes");
		expect(world.entra.control.jobs()[0]?.restarts).toEqual([
			"Watermark, Escrows, QuarantineState",
			"Escrows, Watermark",
			"Watermark, Escrows, QuarantineState, ConnectorDataStore",
		]);
	});
});

describe("the status of a job", () => {
	it("is read from the documented examples", () => {
		expect(jobStatus.parse(examples.created)).toMatchObject({
			code: "Paused",
			lastExecution: null,
			quarantine: null,
		});
		expect(jobStatus.parse(examples.running_first_cycle)).toMatchObject({
			lastExecution: null,
			progress: [{ completed: 120, total: 400, units: "objects" }],
		});
		expect(jobStatus.parse(examples.active)).toMatchObject({
			lastExecution: { state: "EntryLevelErrors", countExported: 2, countEscrowed: 1, error: null },
			deletionThreshold: 500,
		});
		expect(jobStatus.parse(examples.quarantined)).toMatchObject({
			quarantine: {
				reason: "EncounteredQuarantineException",
				error: expect.stringContaining("InvalidCredentials: "),
			},
		});
	});
});
