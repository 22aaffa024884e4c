import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { runProgram } from "../../../src/cli/program.ts";
import { type EntraSchema, readDocument, userMappingOf } from "../../../src/entra-schema/document.ts";
import { simulatorCredential } from "../../../src/simulator/entra/credential.ts";
import { startSimulators, type WorldOptions } from "../../../src/simulator/world.ts";
import { fakeStreams } from "../../cli/fake-streams.ts";

/** A simulated tenant whose application has a provisioning job with credentials, and `sumo-provision` on it. */
export async function tenantWithJob(options: WorldOptions = {}) {
	const world = await startSimulators({ limit: "off", ...options });
	const home = mkdtempSync(join(tmpdir(), "job-"));
	onTestFinished(async () => {
		await world.close();
		rmSync(home, { recursive: true });
	});
	const { sumo, entra } = world;
	const { token } = await simulatorCredential(entra).getToken();
	const secretToken = Buffer.from(`${sumo.accessId}:${sumo.accessKey}`).toString("base64");
	const env = {
		SUMO_PROVISION_HOME: home,
		SUMO_PROVISION_SOURCE: "entra",
		SUMO_PROVISION_APPLICATION: "Sumo Logic",
		SUMO_PROVISION_GRAPH_URL: entra.graphUrl,
		SUMO_PROVISION_GRAPH_TOKEN: token,
		SUMO_PROVISION_SCIM_URL: sumo.scimUrl,
		SUMO_PROVISION_SECRET_TOKEN: secretToken,
		SUMO_PROVISION_RATE: "off",
	};
	/** Runs the program; `json` are the lines of its output. */
	const run = async (...args: readonly string[]) => {
		const { streams, printed, said } = fakeStreams();
		const code = await runProgram(args, { streams, version: "1.2.3", env });
		return {
			code,
			out: printed.join("\n"),
			err: said.join("\n"),
			json: (): unknown => JSON.parse(printed.join("\n")),
		};
	};
	const base = `${entra.graphUrl}/servicePrincipals/${entra.servicePrincipalId}/synchronization`;
	/** What another admin does. */
	const send = async (method: string, path: string, body?: unknown): Promise<unknown> => {
		const answer = await fetch(`${base}${path}`, {
			method,
			headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		});
		const text = await answer.text();
		if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
		return text === "" ? undefined : JSON.parse(text);
	};
	await send("POST", "/jobs", { templateId: "scim" });
	const credentials = { BaseAddress: sumo.scimUrl, SecretToken: secretToken, SyncAll: "false" };
	await send("PUT", "/secrets", {
		value: Object.entries(credentials).map(([key, value]) => ({ key, value })),
	});
	const [job] = entra.control.jobs();
	if (job === undefined) throw new Error("the tenant has no job");
	const schemaPath = `/jobs/${job.id}/schema`;
	const schema = async (): Promise<EntraSchema> => readDocument(await send("GET", schemaPath));
	const putSchema = (next: unknown) => send("PUT", schemaPath, next);
	const puts = () =>
		entra.control.journal().filter(({ method, target }) => method === "PUT" && target.endsWith("/schema"))
			.length;
	return { world, home, jobId: job.id, run, send, schema, putSchema, puts };
}

/** The mapping of users with some members changed. */
export function withUserMapping(schema: EntraSchema, change: object): EntraSchema {
	const { rule, objectMapping, json } = userMappingOf(schema);
	return {
		...schema,
		synchronizationRules: schema.synchronizationRules.map((one, at) =>
			at !== rule
				? one
				: {
						...one,
						objectMappings: (one.objectMappings ?? []).with(objectMapping, { ...json, ...change }),
					},
		),
	};
}
