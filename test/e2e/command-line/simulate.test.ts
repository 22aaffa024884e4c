import { createServer } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { runInProcess } from "../site/in-process.ts";
import { Program, run } from "../site/program.ts";
import { freshFolder, readRun } from "../site/site.ts";

/** What `simulate --json` prints. */
const places = z.object({
	type: z.literal("simulators"),
	scimUrl: z.string(),
	token: z.string(),
	graphUrl: z.string(),
	graphToken: z.string(),
	application: z.string(),
});

describe("sumo-provision simulate", () => {
	it("prints places and tokens with which everything else works, and ends with Ctrl+C", async () => {
		const simulators = new Program(["simulate", "--users", "5", "--limit", "off", "--json"]);
		await simulators.until((line) => line.startsWith("{"));
		const { scimUrl, token, graphUrl, graphToken, application } = places.parse(
			JSON.parse(simulators.lines[0] ?? ""),
		);
		for (const url of [scimUrl, graphUrl]) expect(new URL(url).hostname).toBe("127.0.0.1");
		const flags = [
			...["--source", "entra", "--application", application, "--graph-url", graphUrl],
			...["--graph-token-env", "GRAPH_TOKEN", "--scim-url", scimUrl, "--token-env", "SCIM_TOKEN"],
			...["--home", freshFolder(), "--rate", "off", "--json"],
		];
		const secrets = { SCIM_TOKEN: token, GRAPH_TOKEN: graphToken };
		expect((await runInProcess(["test-connection", ...flags], { secrets })).code).toBe(0);
		const { code, summary } = readRun(await run(["run", ...flags], { secrets }));
		expect(code).toBe(0);
		expect(summary).toMatchObject({ created: 5, failed: 0 });
		simulators.kill("SIGINT");
		expect(await simulators.ended).toMatchObject({ code: 0, err: "" });
	});

	it("creates users who are assigned by groups, some with an account", async () => {
		const crowd = ["--users", "300", "--existing", "200", "--assigned-by", "group"];
		const simulators = new Program(["simulate", ...crowd, "--limit", "off", "--json"]);
		await simulators.until((line) => line.startsWith("{"));
		const { scimUrl, token, graphUrl, graphToken, application } = places.parse(
			JSON.parse(simulators.lines[0] ?? ""),
		);
		const flags = [
			...["--source", "entra", "--application", application, "--graph-url", graphUrl],
			...["--graph-token-env", "GRAPH_TOKEN", "--scim-url", scimUrl, "--token-env", "SCIM_TOKEN"],
			...["--home", freshFolder(), "--rate", "off", "--json"],
		];
		const secrets = { SCIM_TOKEN: token, GRAPH_TOKEN: graphToken };
		const { planned, summary } = readRun(await runInProcess(["run", "--plan", ...flags], { secrets }));
		expect(planned).toHaveLength(300);
		expect(summary).toMatchObject({ created: 100, skipped: 200, failed: 0 });
		simulators.kill("SIGINT");
		expect(await simulators.ended).toMatchObject({ code: 0 });
	});

	it("behaves as --behavior and --faults say", async () => {
		const behavior = JSON.stringify({ filter: "documented", errorForm: "gateway" });
		const faults = JSON.stringify([{ kind: "status", status: 503, count: 1 }]);
		const simulators = new Program([
			...["simulate", "--users", "1", "--limit", "off", "--json"],
			...["--behavior", behavior, "--faults", faults],
		]);
		await simulators.until((line) => line.startsWith("{"));
		const { scimUrl, token } = places.parse(JSON.parse(simulators.lines[0] ?? ""));
		const ask = async () => {
			const filter = encodeURIComponent('userName eq "nobody@example.com"');
			const response = await fetch(`${scimUrl}/Users?filter=${filter}`, {
				headers: { authorization: `Bearer ${token}` },
			});
			return { status: response.status, body: await response.text() };
		};
		expect((await ask()).status).toBe(503);
		const second = await ask();
		expect(second.status).toBe(400);
		expect(JSON.parse(second.body)).toMatchObject({
			status: 400,
			message: expect.stringContaining("Filter"),
		});
		simulators.kill("SIGINT");
		expect(await simulators.ended).toMatchObject({ code: 0 });
	});

	it("says that a port is taken", async () => {
		const taken = createServer();
		await new Promise<void>((listening) => taken.listen(0, "127.0.0.1", listening));
		onTestFinished(() => void taken.close());
		const address = taken.address();
		const port = address === null || typeof address === "string" ? "" : String(address.port);
		const { code, out, err } = await runInProcess(["simulate", "--port", port]);
		expect({ code, out }).toEqual({ code: 1, out: "" });
		expect(err).toContain(`127.0.0.1:${port}`);
	});

	it.each([
		["--port", "eighty"],
		["--port", "70000"],
		["--users", "-1"],
		["--limit", "none"],
		["--existing", "many"],
		["--assigned-by", "role"],
		["--behavior", "filter"],
		["--behavior", '{"filter": "never"}'],
		["--faults", '{"kind": "lost"}'],
	])("refuses %s %s", async (flag, value) => {
		const { code, out, err } = await runInProcess(["simulate", `${flag}=${value}`]);
		expect({ code, out }).toEqual({ code: 2, out: "" });
		expect(err).toContain(flag);
	});
});
