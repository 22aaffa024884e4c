import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { person } from "../site/people-file.ts";
import { linesOf, openSite, readRun } from "../site/site.ts";

it("notifications reach a program and a webhook from the built program, once, and hold no secret", async () => {
	const site = await openSite();
	const posted: string[] = [];
	const server = createServer((request, response) => {
		request.setEncoding("utf8").on("data", (text: string) => void posted.push(text));
		request.on("end", () => response.end("ok"));
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	onTestFinished(() => void server.close());
	const address = server.address();
	const port = typeof address === "object" ? address?.port : 0;
	const kept = join(site.folder, "kept");
	const script = join(site.folder, "keep.mjs");
	writeFileSync(
		script,
		`import { appendFileSync, readFileSync } from "node:fs";
appendFileSync(${JSON.stringify(kept)}, readFileSync(0, "utf8") + JSON.stringify(process.env) + "\\n");`,
	);
	const run = async () =>
		readRun(
			await site.start(
				[
					"run",
					"--source",
					site.people.path,
					...site.target,
					"--json",
					"--notify-command",
					JSON.stringify([process.execPath, script]),
					"--notify-webhook-env",
					"HOOK",
				],
				{ secrets: { HOOK: `http://127.0.0.1:${port}/s3cret-part` } },
			).ended,
		);

	site.people.add("Analyst", person("Ada Byron"), person("Cid Ronan", { mail: null }));
	expect((await run()).code).toBe(3);
	await run();
	expect(posted.map((body) => JSON.parse(body))).toEqual([
		{
			text: expect.stringMatching(
				/^\[default\] A user could not be provisioned\.\n• Cid Ronan: MandatoryFieldsMissing: /,
			),
		},
	]);
	site.people.change("id-cid", { mail: "cid@example.com" });
	expect((await run()).code).toBe(0);
	expect(posted.map((body) => JSON.parse(body).text).slice(1)).toEqual([
		"[default] Provisioning recovered.\n• All users who failed are provisioned.",
	]);
	const lines = linesOf(readFileSync(kept, "utf8"));
	expect(lines.filter((_, index) => index % 2 === 0)).toMatchObject([
		{ type: "failures" },
		{ type: "recovery" },
	]);
	const seen = JSON.stringify(lines);
	for (const secret of [site.world.sumo.accessKey, "s3cret-part", "SCIM_TOKEN"])
		expect(seen).not.toContain(secret);
});

it("a failed notification is reported after the cycle, which it neither stops nor changes, and sent again later", async () => {
	const site = await openSite();
	let status = 302;
	const posted: string[] = [];
	const server = createServer((request, response) => {
		request.setEncoding("utf8").on("data", (text: string) => void posted.push(text));
		request.on("end", () => response.writeHead(status, { location: "http://127.0.0.1:1/" }).end());
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	onTestFinished(() => void server.close());
	const address = server.address();
	const port = typeof address === "object" ? address?.port : 0;
	const run = (command: string) =>
		site.start(
			[
				"run",
				"--source",
				site.people.path,
				...site.target,
				"--json",
				"--notify-command",
				JSON.stringify([process.execPath, "-e", command]),
				"--notify-webhook-env",
				"HOOK",
				"--notify-format",
				"card",
			],
			{ secrets: { HOOK: `http://127.0.0.1:${port}/s3cret-part` } },
		).ended;

	site.people.add("Analyst", person("Cid Ronan", { mail: null }));
	const failed = await run("process.exit(3)");
	expect(failed.code).toBe(3);
	expect(linesOf(failed.out).at(-1)).toMatchObject({ type: "summary", failed: 1 });
	// Before the summary a warning is an event like any other, after it a line for people.
	const told = failed.out + failed.err;
	expect(told).toMatch(/The notification over the notification command failed: .* ended with exit code 3\./);
	expect(told).toContain("The notification over the webhook failed: it answered with status 302.");
	expect(told).not.toContain("s3cret-part");
	status = 202;
	const mended = await run("");
	expect(mended.out + mended.err).not.toContain("Nobody was told");
	expect(posted.map((body) => JSON.parse(body))).toMatchObject([{ type: "message" }, { type: "message" }]);
});
