import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { runProgram } from "../../../../src/cli/program.ts";
import { type Asked, fakeGraph, type Given } from "../../../entra/fake-graph.ts";
import onDemand from "../../../entra/synchronization/examples/provision-on-demand-response.json" with {
	type: "json",
};
import summaries from "../../../entra/synchronization/examples/provisioning-object-summary.json" with {
	type: "json",
};
import jobs from "../../../simulator/entra/examples/synchronization-job.json" with { type: "json" };
import schema from "../../../simulator/entra/examples/synchronization-schema.json" with { type: "json" };
import { fakeStreams } from "../../fake-streams.ts";

const ada = {
	id: "4d3e6f80-a1c2-4d4e-9f50-6b7c8d9e0f1a",
	displayName: "Ada Lund",
	userPrincipalName: "ada@example.com",
	mail: "ada.lund@example.com",
};

/** `sumo-provision job` with a Graph that has Entra's job, as documented; `answer` goes first. */
async function openGraph(answer: (asked: Asked) => Given | undefined = () => undefined) {
	const { graphUrl, asked } = await fakeGraph((request) => {
		const given = answer(request);
		if (given !== undefined) return given;
		const { url } = request;
		if (url.startsWith("/servicePrincipals?"))
			return { body: { value: [{ id: "3c2d5e7f-90b1-4c3d-8e4f-5a6b7c8d9e0f" }] } };
		if (url.startsWith("/users?")) return { body: { value: url.includes("nobody") ? [] : [ada] } };
		if (url.endsWith("/synchronization/jobs")) return { body: { value: [jobs.active] } };
		if (url.endsWith("/schema")) return { body: schema };
		if (url.endsWith("/provisionOnDemand")) return { body: onDemand.success };
		return { body: { value: recent } };
	});
	const home = mkdtempSync(join(tmpdir(), "job-"));
	onTestFinished(() => rmSync(home, { recursive: true }));
	const env = {
		SUMO_PROVISION_HOME: home,
		SUMO_PROVISION_SOURCE: "entra",
		SUMO_PROVISION_APPLICATION: "Sumo Logic",
		SUMO_PROVISION_GRAPH_URL: graphUrl,
		SUMO_PROVISION_GRAPH_TOKEN: "eyJ0eXAiOiJKV1QifQ.e30.sig",
		SUMO_PROVISION_DEPLOYMENT: "us1",
		SUMO_PROVISION_SECRET_TOKEN: Buffer.from("suABC:key").toString("base64"),
	};
	const program = async (...args: readonly string[]) => {
		const { streams, printed, said } = fakeStreams();
		const code = await runProgram(args, { streams, version: "1.2.3", env });
		return { code, out: printed.join("\n"), err: said.join("\n") };
	};
	const run = (...args: readonly string[]) => program("job", ...args);
	return { run, program, env, asked };
}

/** The documented entries, as if they were of today. */
const recent = summaries.value.map((entry, at) => ({
	...entry,
	activityDateTime: new Date(Date.now() - (2 - at) * 60_000).toISOString(),
}));

it("job status and status show a status that is not known here, and exit with 3", async () => {
	const { lastExecution: _, ...status } = jobs.active.status;
	const active = { ...jobs.active, status: { ...status, code: "Suspended" } };
	const { run, program, env } = await openGraph(({ url }) => {
		if (url.endsWith("/synchronization/jobs")) return { body: { value: [active] } };
		if (url.startsWith("/auditLogs/provisioning")) return { body: { value: [null] } };
		return url.endsWith(`/jobs/${active.id}`) ? { body: active } : undefined;
	});
	const text = await run("status");
	expect(text).toMatchObject({ code: 3, err: "" });
	expect(text.out).toContain('Entra reports the status "Suspended", which is not known here');
	const { code, out } = await run("status", "--json");
	expect(code).toBe(3);
	expect(JSON.parse(out)).toMatchObject({
		code: "Suspended",
		unknownWords: [{ about: "status", word: "Suspended" }],
	});
	Object.assign(env, { SUMO_PROVISION_MODE: "hosted" });
	const whole = await program("status", "--json");
	expect(whole.code).toBe(3);
	expect(JSON.parse(whole.out)).toMatchObject({
		state: "unknown",
		job: { code: "Suspended", unknownWords: [{ about: "status", word: "Suspended" }] },
		log: { unreadable: expect.stringContaining("1 entry of Entra's log") },
	});
});

describe("job on-demand", () => {
	it("finds the user by id, user principal name or mail address, and prints the steps", async () => {
		const { run, asked } = await openGraph();
		for (const name of [ada.id, ada.userPrincipalName, ada.mail]) {
			const { code, out } = await run("on-demand", name);
			expect(code).toBe(0);
			expect(out).toMatch(/Test connection \(success\)[\s\S]*Import user \(success\): ada@example.com read/);
			expect(out).toMatch(/userName: \(none\) → ada@example.com\nsuccess Create {3}Ada Lund/);
		}
		const bodies = asked.filter(({ url }) => url.endsWith("/provisionOnDemand")).map(({ body }) => body);
		expect(bodies).toHaveLength(3);
		expect(new Set(bodies)).toEqual(new Set([JSON.stringify(onDemand.request)]));
	});

	it("exits with 3 when the user fails although Graph answers 200, with the entry as JSON", async () => {
		const failure = {
			key: '{"result":"Failure","details":{"errorCode":"Conflict","errorMessage":"The address is taken."}}',
			value: "{}",
		};
		const { run } = await openGraph(({ url }) =>
			url.endsWith("/provisionOnDemand") ? { body: failure } : undefined,
		);
		const { code, out } = await run("on-demand", ada.mail, "--json");
		expect(code).toBe(3);
		expect(JSON.parse(out)).toMatchObject({
			type: "onDemand",
			status: "failure",
			source: { id: ada.id, displayName: "Ada Lund", userName: "ada@example.com" },
			error: { code: "Conflict", reason: "The address is taken." },
		});
		expect((await run("on-demand", ada.mail)).out).toContain(
			"Conflict: The address is taken. Find the account",
		);
	});

	it("exits with 0 when there is nothing to change", async () => {
		const { run } = await openGraph(({ url }) =>
			url.endsWith("/provisionOnDemand") ? { body: onDemand.skipped } : undefined,
		);
		expect(await run("on-demand", ada.mail)).toMatchObject({
			code: 0,
			out: expect.stringContaining("RedundantExport"),
		});
	});

	it("names a user who does not exist, and provisions none", async () => {
		const { run, asked } = await openGraph();
		expect(await run("on-demand", "nobody@example.com")).toMatchObject({
			code: 1,
			err: expect.stringContaining('No user has the object ID, user principal name or mail address "nobody@'),
		});
		expect(asked.some(({ url }) => url.endsWith("/provisionOnDemand"))).toBe(false);
	});
});

describe("job logs", () => {
	it("prints the entries beside one without a time, which it counts and names one time", async () => {
		const timeless = { ...recent[0], id: "timeless", activityDateTime: null };
		const { run } = await openGraph(({ url }) =>
			url.startsWith("/auditLogs/provisioning") ? { body: { value: [timeless, ...recent] } } : undefined,
		);
		const { code, out, err } = await run("logs", "--json");
		expect(code).toBe(3);
		const lines = out.split("\n");
		expect(lines).toHaveLength(recent.length + 1);
		expect(JSON.parse(lines.at(-1) ?? "")).toEqual({ type: "unreadable", problem: err });
		expect(
			err.match(
				/1 entry of Entra's log can't be read and may hide failures: timeless \(activityDateTime\)\./gu,
			),
		).toHaveLength(1);
	});

	it("prints entries in the shape of our own log", async () => {
		const { run } = await openGraph();
		const { code, out } = await run("logs", "--json");
		expect(code).toBe(0);
		const [first, second] = out.split("\n").map((line) => JSON.parse(line) as Record<string, unknown>);
		expect(first).toMatchObject({
			id: recent[0]?.id,
			action: "Create",
			status: "success",
			steps: [{ type: "import" }, { type: "scoping" }, { type: "export" }],
			job: "default",
		});
		expect(second).toMatchObject({
			error: { code: "SystemForCrossDomainIdentityManagementServiceIncompatible" },
		});
	});

	it("has the filters of `logs`", async () => {
		const { run } = await openGraph();
		expect((await run("logs", "--status", "failure")).out).toMatch(/^\S+ failure Create {3}Ada Lund[^\n]*$/);
		expect((await run("logs", "--limit", "1")).out.split("\n")).toHaveLength(1);
		expect((await run("logs", "--cycle", "another")).out).toBe("");
		expect((await run("logs", "--user", "ADA lund")).out.split("\n")).toHaveLength(2);
		expect((await run("logs", "--format", "csv")).out).toMatch(/^sequence,time,action/);
		expect(await run("logs", "--follow", "--until", "2026-01-01")).toMatchObject({ code: 2 });
	});
});
