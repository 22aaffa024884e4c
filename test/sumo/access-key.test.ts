import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
	AccessKeyError,
	accessIdWarning,
	accessKeyWarning,
	masked,
	readSecretToken,
	secretToken,
} from "../../src/sumo/access-key.ts";

const printable = fc.stringMatching(/^[!-9;-~]{1,64}$/);

describe("The secret token", () => {
	it("is Base64 of access ID, colon and access key, in one line", () => {
		expect(secretToken("suABCDEFGHIJKL", "key")).toBe("c3VBQkNERUZHSElKS0w6a2V5");
	});

	it("ignores spaces and line breaks that came along when pasting", () => {
		expect(secretToken(" suABCDEFGHIJKL\r\n", "\tke\ny\u200b ")).toBe("c3VBQkNERUZHSElKS0w6a2V5");
	});

	it("is read back to what it was made of", () => {
		fc.assert(
			fc.property(printable, printable, (accessId, accessKey) => {
				expect(readSecretToken(`${secretToken(accessId, accessKey)}\n`)).toEqual({ accessId, accessKey });
			}),
		);
	});

	it.each([
		["", "key", "access-id-missing"],
		["su1", " \n", "access-key-missing"],
		["su1:key", "key", "colon-in-access-id"],
	])("is refused for %j and %j", (accessId, accessKey, code) => {
		expect(() => secretToken(accessId, accessKey)).toThrow(expect.objectContaining({ code }));
	});

	it.each([
		["not base64!", "not-base64"],
		["abcde", "not-base64"],
		[Buffer.from("no colon").toString("base64"), "not-a-pair"],
		[Buffer.from(":key").toString("base64"), "not-a-pair"],
		[Buffer.from("id:").toString("base64"), "not-a-pair"],
		[Buffer.from([0xff, 0x3a, 0xfe]).toString("base64"), "not-a-pair"],
	])("is not read from %j", (token, code) => {
		expect(() => readSecretToken(token)).toThrow(expect.objectContaining({ code, name: "AccessKeyError" }));
	});

	it("never appears in an error", () => {
		try {
			readSecretToken(Buffer.from("verysecret").toString("base64"));
			expect.unreachable();
		} catch (error) {
			expect(error).toBeInstanceOf(AccessKeyError);
			expect(String(error)).not.toContain("verysecret");
		}
	});
});

describe("Hints while typing", () => {
	it("are warnings for what looks unlike an access ID or key", () => {
		expect(accessIdWarning("suABCDEFGHIJKL")).toBeUndefined();
		expect(accessIdWarning("")).toBeUndefined();
		expect(accessIdWarning("xxABCDEFGHIJKL")).toContain("su");
		expect(accessIdWarning("suABC")).toContain("this one has 5");
		expect(accessKeyWarning("k".repeat(64))).toBeUndefined();
		expect(accessKeyWarning("suABCDEFGHIJKL")).toContain("access ID");
		expect(accessKeyWarning("short")).toContain("this one has 5");
	});

	it("show no more of a secret than that it is an access ID", () => {
		expect(masked("suABCDEFGHIJKL")).toBe("su********");
		expect(masked("k".repeat(64))).toBe("********");
		expect(masked("")).toBe("");
	});
});
