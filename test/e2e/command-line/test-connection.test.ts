import http from "node:http";
import { describe, expect, it, onTestFinished } from "vitest";
import { worldFlags, worldSecrets } from "../console/open-console.ts";
import { runInProcess } from "../site/in-process.ts";
import { person } from "../site/people-file.ts";
import { nobodyKnown } from "../site/preload.ts";
import type { ProgramOptions } from "../site/program.ts";
import { linesOf, openSite, type Site, tokenOf } from "../site/site.ts";

const success =
	"Testing connection to Sumo Logic\nThe supplied credentials are authorized to enable provisioning\n";
const source = "users.json: 1 assigned; roles: Analyst\n";

async function openOne(): Promise<Site> {
	const site = await openSite();
	site.people.add("Analyst", person("Ada Byron"));
	return site;
}

function test(site: Site, more: readonly string[] = [], options: ProgramOptions = {}) {
	const args = ["test-connection", "--source", site.people.path, ...site.target, ...more];
	if (options.nodeOptions) return site.start(args, options).ended;
	return runInProcess(args, { secrets: { SCIM_TOKEN: tokenOf(site.world), ...options.secrets } });
}

/** A web server that answers everything with a page, as a sign-in portal does. */
async function openPortal(): Promise<string> {
	const server = http.createServer((_, response) => {
		response.setHeader("content-type", "text/html");
		response.end("<html><title>Sign in</title><body>to the portal</body></html>");
	});
	await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
	onTestFinished(() => void server.close().closeAllConnections());
	const address = server.address();
	if (address === null || typeof address === "string") throw new Error("the portal does not listen");
	return `http://127.0.0.1:${address.port}/api/v1/scim`;
}

describe("sumo-provision test-connection", () => {
	it("looks up a random user, as Entra does, and an account by its whole value, and reports the portal's result", async () => {
		const site = await openOne();
		const { code, out, err } = await test(site, [], { nodeOptions: [] });
		expect({ code, out, err }).toEqual({ code: 0, out: success + source, err: "" });
		const guid = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
		const asked = site.tap.exchanges.map(
			({ method, target }) => `${method} ${decodeURIComponent(target).replaceAll("+", " ")}`,
		);
		expect(asked).toEqual([
			expect.stringMatching(new RegExp(`^GET /api/v1/scim/Users\\?filter=userName eq "${guid}"`)),
			"GET /api/v1/scim/Users?startIndex=1&count=10",
			'GET /api/v1/scim/Users?filter=userName eq "provisioning-service@harbour.example"',
			'GET /api/v1/scim/Users?filter=userName eq "provisioning-service@harbour.exampl"',
			'GET /api/v1/scim/Users?filter=userName eq "PROVISIONING-SERVICE@HARBOUR.EXAMPLE"',
		]);
	});

	it("names the application as it is called", async () => {
		const { out } = await test(await openOne(), ["--app-name", "Sumo, Berlin"]);
		expect(out).toContain("Testing connection to Sumo, Berlin\n");
	});

	it("prints one JSON object with --json", async () => {
		const site = await openOne();
		const { code, out } = await test(site, ["--json"]);
		expect(code).toBe(0);
		expect(linesOf(out)).toEqual([
			{
				type: "connection",
				target: { ok: true, message: success.trimEnd(), advice: "" },
				source: { ok: true, message: source.trimEnd(), advice: "", assigned: 1 },
			},
		]);
		site.world.sumo.control.behave({ forbidden: true });
		const refused = await test(site, ["--json"]);
		expect(refused.code).toBe(1);
		expect(linesOf(refused.out)).toMatchObject([{ target: { ok: false }, source: { ok: true } }]);
	});

	it("names the command that creates the application where the tenant has none of the name", async () => {
		const site = await openSite();
		const flags = worldFlags(site.world).map((flag) =>
			flag === site.world.entra.servicePrincipalId ? "Nowhere" : flag,
		);
		const run = async (...more: readonly string[]) =>
			runInProcess(["test-connection", ...flags, ...more], { secrets: await worldSecrets(site.world) });
		const advice = "Run `sumo-provision setup apply --file setup.yaml --yes` to create it.";
		const { code, err } = await run();
		expect(code).toBe(1);
		expect(err.trimEnd().split("\n")).toEqual([
			expect.stringContaining('The tenant has no enterprise application "Nowhere".'),
			advice,
		]);
		expect(linesOf((await run("--json")).out)).toMatchObject([
			{ source: { ok: false, assigned: null, advice, remedy: { type: "set-up-application" } } },
		]);
	});

	it.each([
		["Basic and quotes", (token: string) => `"Basic ${token}"`],
		["no encoding", (token: string) => Buffer.from(token, "base64").toString()],
		[
			"exchanged halves",
			(token: string) => Buffer.from(token, "base64").toString().split(":").reverse().join(":"),
		],
	])("takes a token with %s", async (_how, paste) => {
		const site = await openOne();
		const { accessId, accessKey } = site.world.sumo;
		const token = Buffer.from(`${accessId}:${accessKey}`).toString("base64");
		const { code, err } = await test(site, [], { secrets: { SCIM_TOKEN: paste(token) } });
		expect({ code, err }).toEqual({ code: 0, err: "" });
	});

	it.each([
		["an OAuth token", "Bearer eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", "OAuth access token"],
		["a placeholder", "<accessId>:<accessKey>", "placeholder"],
		["an access ID alone", "suABCDEFGHIJKL", "without its access key"],
		["something else", "correct horse battery staple", "not Base64"],
	])("names %s and sends nothing", async (_what, secret, words) => {
		const site = await openOne();
		const { code, out, err } = await test(site, [], { secrets: { SCIM_TOKEN: secret } });
		expect({ code, out }).toEqual({ code: 2, out: "" });
		expect(err).toContain(words);
		expect(err).toContain("--token-env");
		expect(err).not.toContain(secret.slice(7, 30));
		expect(site.tap.exchanges).toHaveLength(0);
	});

	it("names both clocks when they are apart, also when the connection works", async () => {
		const site = await openSite({ behavior: { clockAheadSeconds: -1200 } });
		site.people.add("Analyst", person("Ada Byron"));
		const works = await test(site);
		expect({ code: works.code, out: works.out }).toEqual({ code: 0, out: success + source });
		expect(works.err).toMatch(
			/^The clock of this machine shows \S+Z, and that of 127\.0\.0\.1:\d+ \S+Z: they are 20 minutes/,
		);
		site.world.sumo.control.behave({ deployment: { kind: "unknown" } });
		expect((await test(site)).err).toContain("they are 20 minutes apart");
	});

	it("says that the key is refused", async () => {
		const site = await openOne();
		const wrong = Buffer.from(`suABCDEFGHIJKL:${"k".repeat(64)}`).toString("base64");
		const { code, out, err } = await test(site, [], { secrets: { SCIM_TOKEN: wrong } });
		expect({ code, out }).toEqual({ code: 1, out: source });
		expect(err.replace(/request [\w-]{17}/, "request ID")).toBe(
			"The server refuses the access key (401). The server says: Credential could not be verified. (unauthorized, request ID)\n" +
				"Check access ID and access key, that the key is active, and that the deployment is the one of your login URL.\n",
		);
	});

	it("says that the key's owner lacks rights", async () => {
		const site = await openOne();
		site.world.sumo.control.behave({ forbidden: true });
		const { code, err } = await test(site);
		expect(code).toBe(1);
		expect(err.replace(/request [\w-]{17}/, "request ID")).toBe(
			"The access key is known but may not manage users (403). The server says: This operation is not allowed for your account type (forbidden, request ID)\n" +
				"Give the key's owner a role with the capabilities Manage Users and Manage Roles.\n",
		);
	});

	it("names the right deployment when the account lives in another one, and sends the key nowhere else", async () => {
		const site = await openOne();
		site.world.sumo.control.behave({
			deployment: { kind: "moved", to: "https://api.us2.sumologic.com/api/" },
		});
		const { code, err } = await test(site);
		expect(code).toBe(1);
		expect(err).toBe(
			"The account is not here: the server points to deployment us2.\n" +
				"Choose deployment us2, or set the SCIM URL to match https://api.us2.sumologic.com/api/v1/scim.\n",
		);
		expect(site.tap.exchanges.length).toBe(1);
	});

	it("reports an unknown host", async () => {
		const site = await openOne();
		const { code, err } = await test(site, ["--scim-url", "https://api.us9.example/api/v1/scim"], {
			nodeOptions: nobodyKnown,
		});
		expect(code).toBe(1);
		expect(err).toBe(
			"The host api.us9.example is unknown.\n" +
				"Correct the host in the SCIM URL, or choose a deployment.\n",
		);
	});

	it("says that nothing listens", async () => {
		const site = await openOne();
		const { host } = new URL(site.tap.url);
		await site.tap.close();
		const { code, err } = await test(site);
		expect(code).toBe(1);
		expect(err).toBe(
			`${host} refuses the connection: nothing listens there.\nCheck host and port of the SCIM URL.\n`,
		);
	});

	it("reports that the answer is not from a SCIM service, with its first words", async () => {
		const site = await openOne();
		const { code, err } = await test(site, ["--scim-url", await openPortal()]);
		expect(code).toBe(1);
		expect(err).toBe(
			'The answer is not SCIM: "Sign in to the portal".\n' +
				"Check the SCIM URL: Sumo's ends in /api/v1/scim. A proxy or sign-in page may be answering instead.\n",
		);
	});

	it("sends no key in clear text over the network", async () => {
		const { code, err } = await test(await openOne(), [
			"--scim-url",
			"http://api.us2.sumologic.com/api/v1/scim",
		]);
		expect(code).toBe(2);
		expect(err).toContain(
			'"http://" would send the access key in clear text to api.us2.sumologic.com; write https://.',
		);
	});

	it("says what is wrong with the source beside a target that works", async () => {
		const site = await openSite();
		const { code, out, err } = await test(site);
		expect({ code, out }).toEqual({ code: 1, out: success });
		expect(err).toBe(
			`There is no file ${site.people.path}.\nCorrect the file or its path, then test again.\n`,
		);
	});
});
