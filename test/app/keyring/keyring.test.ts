import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { checkInKeyring, removeKeyringEntry, storeInKeyring } from "../../../src/app/keyring/keyring.ts";
import { signIn } from "../../../src/app/source/sign-in.ts";
import { expiryNotice } from "../../../src/entra/sign-in/certificate/expiry.ts";
import { inKernel, type KeyringModule } from "../../../src/entra/sign-in/certificate/keyring-module.ts";
import { selfSigned } from "../../http/self-signed.ts";

const now = Date.UTC(2026, 10, 29);
const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
const key = String(keys.privateKey.export({ type: "pkcs8", format: "pem" }));

/** A keyring in memory. */
function keyring() {
	const entries = new Map<string, string>();
	class AsyncEntry {
		readonly #id: string;
		constructor(service: string, name: string) {
			this.#id = `${service}/${name}`;
		}
		getPassword = async () => entries.get(this.#id) ?? null;
		setPassword = async (content: string) => void entries.set(this.#id, content);
		deletePassword = async () => entries.delete(this.#id);
	}
	const load = async (): Promise<KeyringModule> => ({ AsyncEntry });
	const options = { passphrase: "", now, load };
	const store = (name: string, content: string | Uint8Array) =>
		storeInKeyring(name, Buffer.from(content), options);
	return { entries, load, options, store };
}

describe("the keyring", () => {
	it("stores a secret without the line break of a pipe, and removes it", async () => {
		const { entries, load, options, store } = keyring();
		expect(await store("client", "s3cret ~\n")).toEqual({ kind: "secret" });
		expect([...entries]).toEqual([["sumo-provision/client", "s3cret ~"]]);
		expect(await checkInKeyring("client", options)).toEqual({ kind: "secret" });
		expect(await removeKeyringEntry("client", load)).toBe(true);
		expect(await removeKeyringEntry("client", load)).toBe(false);
		await expect(checkInKeyring("client", options)).rejects.toThrow(/no entry "client".*keyring set/);
	});

	it("warns when only the kernel keeps what was stored", async () => {
		class AsyncEntry {
			getPassword = async () => null;
			setPassword = async () => inKernel;
			deletePassword = async () => false;
		}
		const warnings: string[] = [];
		const options = { passphrase: "", now, load: async () => ({ AsyncEntry }) };
		const warn = (sentence: string) => void warnings.push(sentence);
		expect(await storeInKeyring("ops", Buffer.from("s3cret"), { ...options, warn })).toEqual({
			kind: "secret",
		});
		expect(warnings).toEqual([expect.stringMatching(/holds keyring:ops, until this machine restarts/)]);
		const { options: lasting } = keyring();
		await storeInKeyring("ops", Buffer.from("s3cret"), { ...lasting, warn });
		expect(warnings).toHaveLength(1);
	});

	it("stores a certificate with its thumbprint and end, and names one that expires soon", async () => {
		const { options, store } = keyring();
		const long = await store("ops", key + selfSigned(keys));
		expect(long).toMatchObject({ kind: "certificate", notice: null, expires: "2120-01-01T00:00:00.000Z" });
		const soon = await store("ops", key + selfSigned(keys, "20200101000000Z", "20261209000000Z"));
		expect(soon).toMatchObject({
			kind: "certificate",
			thumbprint: expect.stringMatching(/^[0-9A-F]{40}$/),
			notice: expect.stringMatching(/keyring:ops .*expires in 10 days, on 2026-12-09/),
		});
		expect(await checkInKeyring("ops", options)).toEqual(soon);
	});

	it("keeps a PFX file in Base64", async () => {
		const { entries, store } = keyring();
		const pfx = Buffer.concat([Buffer.from([0x30, 0x82, 0x01, 0x00]), Buffer.alloc(256)]);
		expect(await store("ops", pfx)).toEqual({ kind: "encrypted-certificate" });
		expect(entries.get("sumo-provision/ops")).toBe(pfx.toString("base64"));
	});

	it.each([
		[
			"an expired certificate",
			"ops",
			key + selfSigned(keys, "20200101000000Z", "20260101000000Z"),
			/expired on 2026-01-01/,
		],
		["a certificate without its key", "ops", selfSigned(keys), /contains no private key/],
		["nothing", "ops", " \n", /is empty/],
		["too much", "ops", "x".repeat(70_000), /more than 65536 bytes/],
		["a name with a slash", "a/b", "x", /cannot be the name of an entry/],
		["an empty name", "", "x", /cannot be the name of an entry/],
	])("does not store %s", async (_what, name, content, message) => {
		const { entries, store } = keyring();
		await expect(store(name, content)).rejects.toThrow(message);
		expect(entries.size).toBe(0);
	});
});

describe("a certificate of the sign-in", () => {
	const day = 24 * 3_600_000;
	it.each([
		[0.5, /expires in less than a day/],
		[1.5, /expires in 1 day,/],
		[29.5, /expires in 29 days, on 2026-12-28/],
	])("that ends in %s days is named", (days, words) => {
		expect(expiryNotice({ thumbprint: "AB", validTo: now + days * day }, "ops.pem", now)).toMatch(words);
	});

	it("that ends later is not", () => {
		expect(expiryNotice({ thumbprint: "AB", validTo: now + 30 * day }, "ops.pem", now)).toBeNull();
	});
});

describe("a client secret in the keyring", () => {
	it("is read when the sign-in needs it, and its entry is named when it is missing", async () => {
		const source = {
			...{ type: "entra", signIn: "clientSecret", tenantId: "t", clientId: "c", application: "a" },
		} as Parameters<typeof signIn>[0];
		await expect(
			signIn(source, "keyring:no such entry", {
				connector: {} as Parameters<typeof signIn>[2]["connector"],
				deviceSignIns: { open: () => expect.unreachable() },
			}),
		).rejects.toThrow(/keyring/i);
	});
});
