import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
	inKernel,
	KeyringNotInstalledError,
	KeyringUnreachableError,
} from "../../../../src/entra/sign-in/certificate/keyring-module.ts";
import { keyringInProcess } from "../../../../src/entra/sign-in/certificate/keyring-process.ts";
import { temporaryFolder } from "../../../directory/folder.ts";

const folder = temporaryFolder();
let written = 0;
const long = 60_000;
const forEver = "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);";

/** An entry of a keyring whose module has this class. */
function entryOf(body: string, limits: { openWithin?: number; answerWithin?: number } = {}) {
	const module = folder.write(`${written++}.cjs`, `exports.AsyncEntry = class { ${body} };`);
	const env = { ...process.env, SUMO_PROVISION_CLIENT_SECRET: "from-the-environment" };
	const options = { module, env, openWithin: long, answerWithin: long, ...limits };
	return new (keyringInProcess(options).AsyncEntry)("sumo-provision", "ops");
}

describe("the keyring in a process of its own", () => {
	it("passes a content of any size through pipes only, and no secret of this program", async () => {
		const kept = folder.write("kept", "");
		const shown = "JSON.stringify([process.argv, process.env])";
		const entry = entryOf(`
			constructor(service, name) { this.id = service + "/" + name; }
			async setPassword(content) { require("node:fs").writeFileSync(${JSON.stringify(kept)}, this.id + content + ${shown}); }
			async getPassword() { return ${shown} + "é".repeat(100_000); }
			async deletePassword() { return true; }
		`);
		const secret = "s3cret\n".repeat(9_000);
		await entry.setPassword(secret);
		const stored = readFileSync(kept, "utf8");
		expect(stored.startsWith(`sumo-provision/ops${secret}[[`)).toBe(true);
		expect(stored.slice(secret.length + 20)).not.toMatch(/s3cret|from-the-environment/);
		expect(await entry.getPassword()).toMatch(/é{100000}$/);
		expect(await entry.deletePassword()).toBe(true);
	});

	it("is given up when it blocks while it connects", async () => {
		const entry = entryOf(`constructor() { ${forEver} }`, { openWithin: 20 });
		const error = await entry.getPassword().catch((thrown: unknown) => thrown);
		expect(error).toBeInstanceOf(KeyringUnreachableError);
		expect(error).toHaveProperty("message", "it did not answer within 0.02 seconds");
	});

	it("is given up when it does not answer once it is open", async () => {
		const entry = entryOf(`async getPassword() { ${forEver} }`, { answerWithin: 20 });
		await expect(entry.getPassword()).rejects.toBeInstanceOf(KeyringUnreachableError);
	});

	it("has no entry only when the Secret Service can be asked", async () => {
		const body = (probe: string) => `
			constructor(_service, _name, options) { if (options?.linux?.store === "secret-service") ${probe} }
			async getPassword() { return null; }
		`;
		expect(await entryOf(body("{}")).getPassword()).toBe(null);
		const error = await entryOf(body("throw new Error('no D-Bus');"))
			.getPassword()
			.catch((thrown: unknown) => thrown);
		expect(error).toBeInstanceOf(KeyringUnreachableError);
		expect(error).toHaveProperty("message", "no D-Bus");
	});

	it("says of what it stored whether only the kernel keeps it", async () => {
		const body = (probe: string) => `
			constructor(_service, _name, options) { if (options?.linux?.store === "secret-service") ${probe} }
			async setPassword() {}
		`;
		expect(await entryOf(body("{}")).setPassword("s3cret")).toBe(null);
		expect(await entryOf(body("throw new Error('no D-Bus');")).setPassword("s3cret")).toBe(inKernel);
	});

	it.each([
		["cannot be opened", "constructor() { throw new Error('closed'); }", KeyringUnreachableError, "closed"],
		["refuses", "async getPassword() { throw new Error('locked'); }", Error, "locked"],
		[
			"crashes",
			"async getPassword() { process.kill(process.pid, 'SIGKILL'); await new Promise(() => setInterval(() => 0, 1000)); }",
			Error,
			"the process that asked it ended with SIGKILL",
		],
		["is not built for this platform", "} syntax", KeyringNotInstalledError, "Unexpected identifier"],
	])("reports a keyring that %s", async (_what, body, kind, message) => {
		const error = await entryOf(body)
			.getPassword()
			.catch((thrown: unknown) => thrown);
		expect(error).toBeInstanceOf(kind);
		expect(error).toHaveProperty("message", expect.stringContaining(message));
	});
});
