import { describe, expect, it } from "vitest";
import { readToken } from "../../../src/app/connection/read-token.ts";
import { secretToken } from "../../../src/sumo/access-key.ts";
import { keyringWith } from "./fake-keyring.ts";

const id = "suABCDEFGHIJKL";
const key = "k".repeat(64);
const token = secretToken(id, key);
const sumo = { target: { deployment: "us2" } } as const;
const other = { target: { deployment: "custom", scimUrl: "https://scim.example.com/v2" } } as const;
const keyring = keyringWith({
	"sumo key": `${key}\n`,
	pair: `${id}:${key}`,
	token,
	bearer: "any-token",
	empty: " ",
});
const read = (saved: string | undefined, profile: Parameters<typeof readToken>[0] = sumo) =>
	readToken(profile, saved, keyring);

describe("the token that is sent", () => {
	it("is completed from the keyring: an access key, a pair, or a token", async () => {
		expect(await read(secretToken(id, "keyring:sumo key"))).toBe(token);
		expect(await read(secretToken("", "keyring:pair"))).toBe(token);
		expect(await read("keyring:pair")).toBe(token);
		expect(await read("keyring:token")).toBe(token);
		expect(await read(secretToken(id, "keyring:token"))).toBe(token);
		expect(await read("keyring:bearer", other)).toBe("any-token");
		expect(await read(token)).toBe(token);
	});

	it("is refused with the entry and the way to correct it, without what the entry holds", async () => {
		const remedy = { type: "enter-credentials" };
		await expect(read("keyring:gone")).rejects.toMatchObject({
			message: expect.stringContaining('The keyring has no entry "gone"'),
			remedy,
		});
		await expect(read("keyring:bearer")).rejects.toMatchObject({
			message: expect.stringMatching(/^The keyring entry "bearer" cannot be used: The secret token is not/),
			remedy,
		});
		await expect(read("keyring:bearer")).rejects.not.toThrow("any-token");
		await expect(read(secretToken(id, "keyring:empty"))).rejects.toThrow(
			'The keyring entry "empty" cannot be used: The access key is empty.',
		);
		await expect(read("keyring:sumo key")).rejects.toThrow("without its access ID");
		await expect(read(undefined)).rejects.toMatchObject({ message: "The access key is not saved.", remedy });
	});
});
