import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { runInProcess } from "../site/in-process.ts";
import { run } from "../site/program.ts";
import { freshFolder, linesOf } from "../site/site.ts";

/** A saved profile whose source is a file. */
function saved() {
	const folder = freshFolder();
	writeFileSync(join(folder, "users.json"), '{"users":[]}');
	const profile = {
		name: "acme",
		source: { type: "file", path: join(folder, "users.json") },
		target: { deployment: "us2" },
	};
	const config = join(folder, "config.json");
	writeFileSync(config, JSON.stringify({ current: "acme", profiles: { acme: profile } }), { mode: 0o600 });
	const settings = (args: readonly string[], options: Parameters<typeof runInProcess>[1] = {}) =>
		runInProcess(["settings", ...args, "--home", folder], options);
	return { folder, settings, text: () => readFileSync(config, "utf8") };
}

describe("sumo-provision settings", () => {
	it("lists, sets and resets what the settings screen shows", async () => {
		const { folder, settings, text } = saved();
		const listed = linesOf((await run(["settings", "list", "--json", "--home", folder])).out);
		expect(listed).toContainEqual(
			expect.objectContaining({ id: "interval", value: "40", from: "default", shown: "40 minutes" }),
		);
		expect(await settings(["set", "interval", "3"])).toMatchObject({
			code: 2,
			err: "sumo-provision: interval: it must be between 5 minutes and 24 hours.\n",
		});
		expect(await settings(["set", "interval", "60"])).toMatchObject({
			code: 0,
			out: expect.stringMatching(/^interval +60 minutes \(saved\)/),
		});
		expect(JSON.parse(text()).profiles.acme.provisioning.intervalMinutes).toBe(60);
		expect((await settings(["set", "hardDelete", "delete"])).err).toMatch(/^Warning: Cycles will delete/);
		expect((await settings(["--interval", "10"])).out).toMatch(
			/^interval +10 minutes \(from --interval, saved: 60 minutes\)/m,
		);
		expect(JSON.parse(text()).profiles.acme.provisioning.intervalMinutes).toBe(60);
		expect((await settings(["reset", "interval"])).out).toMatch(/^interval +40 minutes \(default\)/);
		expect(await settings(["set", "speed", "9"])).toMatchObject({
			code: 2,
			err: expect.stringContaining('There is no setting "speed". The settings are: mode, interval, '),
		});
	});

	it("takes a webhook from a variable only, never shows it, and tests it", async () => {
		const { settings, text } = saved();
		const posted: string[] = [];
		const server = createServer((request, response) => {
			request.setEncoding("utf8").on("data", (body: string) => void posted.push(body));
			request.on("end", () => response.end("ok"));
		});
		await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
		onTestFinished(() => void server.close());
		const address = server.address();
		const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/s3cret-part`;
		expect(await settings(["set", "webhook", "https://hooks.example.com/x"])).toMatchObject({ code: 2 });
		expect((await settings(["test-notification"])).err).toContain("No notification channel is configured");
		const set = await settings(["set", "webhook", "--value-env", "HOOK"], { secrets: { HOOK: url } });
		expect(set).toMatchObject({ code: 0, out: expect.stringMatching(/^webhook +•••••••• \(saved\)/) });
		const shown = await settings(["list", "--json"]);
		expect(shown.out + text()).not.toContain("s3cret-part");
		expect((await settings(["test-notification"])).out).toBe("Sent the test to the webhook.\n");
		expect(posted.map((body) => JSON.parse(body))).toEqual([
			{ text: expect.stringContaining("This is a test notification from sumo-provision") },
		]);
	});
});
