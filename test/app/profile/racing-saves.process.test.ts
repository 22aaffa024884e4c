import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { openSettings } from "../../../src/config/saved-profiles.ts";
import { openSecrets } from "../../../src/config/secrets.ts";
import { bundle } from "../../bundled.ts";
import { sampleProfile, temporaryHome } from "../../config/samples.ts";

let program = "";

beforeAll(async () => {
	const { file, remove } = await bundle(join(import.meta.dirname, "processes/saving.ts"));
	program = file;
	return remove;
});

/** Processes that have read the profile, and save these values at the same time: the outcome of each. */
async function race(folder: string, kind: "interval" | "key" | "count", values: readonly string[]) {
	const racers = values.map((value) => {
		const child = spawn(process.execPath, [program, folder, kind, value], {
			stdio: ["pipe", "pipe", "inherit"],
		});
		onTestFinished(() => void child.kill("SIGKILL"));
		return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
	});
	for (const { lines } of racers) expect((await lines.next()).value).toBe("ready");
	for (const { child } of racers) child.stdin.write("go\n");
	return Promise.all(racers.map(async ({ lines }) => String((await lines.next()).value)));
}

describe("saves of several processes at the same time", () => {
	it("saves one value of a setting, and refuses the others", async () => {
		const home = temporaryHome();
		const settings = openSettings(home);
		await settings.saveProfile(sampleProfile("acme"));
		const values = ["41", "42", "43", "44"];
		const outcomes = await race(home.config, "interval", values);
		expect(outcomes.toSorted()).toEqual(["refused", "refused", "refused", "saved"]);
		const saved = (await settings.profile("acme"))?.provisioning.intervalMinutes;
		expect(String(saved)).toBe(values[outcomes.indexOf("saved")]);
	});

	it("loses no save of two that save again and again", async () => {
		const home = temporaryHome();
		const settings = openSettings(home);
		await settings.saveProfile(sampleProfile("acme"));
		const before = (await settings.profile("acme"))?.provisioning.intervalMinutes ?? 0;
		expect(await race(home.config, "count", ["30", "30"])).toEqual(["saved", "saved"]);
		expect((await settings.profile("acme"))?.provisioning.intervalMinutes).toBe(before + 60);
	});

	it("saves one access key, and refuses the others, whose target is the same", async () => {
		const home = temporaryHome();
		await openSettings(home).saveProfile(sampleProfile("acme"));
		const secrets = openSecrets(home, () => undefined);
		await secrets.write("acme", { secretToken: "b2xk", webhook: "https://hooks.example.com/1" });
		await secrets.write("other", { secretToken: "b3RoZXI=" });
		const values = ["a2V5MQ==", "a2V5Mg==", "a2V5Mw=="];
		const outcomes = await race(home.config, "key", values);
		expect(outcomes.toSorted()).toEqual(["refused", "refused", "saved"]);
		expect(await secrets.read("acme")).toEqual({
			secretToken: values[outcomes.indexOf("saved")],
			webhook: "https://hooks.example.com/1",
		});
		expect(await secrets.read("other")).toEqual({ secretToken: "b3RoZXI=" });
	});
});
