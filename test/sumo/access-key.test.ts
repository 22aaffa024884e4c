import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
	AccessKeyError,
	accessIdWarning,
	accessKeyWarning,
	entryOfToken,
	masked,
	readSecretToken,
	secretToken,
	tokenToSend,
} from "../../src/sumo/access-key.ts";

/** A part that is nothing else: no quotes around it, no placeholder, no Base64 of a pair. */
const accessIds = fc.stringMatching(/^su[!-9;-~]{0,62}~$/);
const accessKeys = fc.stringMatching(/^[A-Za-z0-9][!-~]{0,62}~$/);

describe("The secret token", () => {
	it("is Base64 of access ID, colon and access key, in one line", () => {
		expect(secretToken("suABCDEFGHIJKL", "key")).toBe("c3VBQkNERUZHSElKS0w6a2V5");
	});

	it("ignores spaces and line breaks that came along when pasting", () => {
		expect(secretToken(" suABCDEFGHIJKL\r\n", "\tke\ny\u200b ")).toBe("c3VBQkNERUZHSElKS0w6a2V5");
	});

	it("is read back to what it was made of", () => {
		fc.assert(
			fc.property(accessIds, accessKeys, (accessId, accessKey) => {
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

	const id = "suABCDEFGHIJKL";
	const key = `${"aB3".repeat(21)}z`;
	const token = Buffer.from(`${id}:${key}`).toString("base64");

	it.each([
		`-u ${id}:${key}`,
		`curl -u "${id}:${key}" https://api.us2.sumologic.com/api/v1/collectors`,
		`curl -s -H "Authorization: Basic ${token}" https://api.us2.sumologic.com/api/v1/scim/Users`,
		JSON.stringify({ id, label: "scim", corsHeaders: [], disabled: false, key }),
		JSON.stringify({ accessId: id, accessKey: key }),
		`SUMO_ACCESS_ID=${id}\nSUMO_ACCESS_KEY=${key}`,
		`export SUMOLOGIC_ACCESSKEY="${key}"\r\nexport SUMOLOGIC_ACCESSID="${id}"`,
		`${id}\n${key}`,
		`Access ID\n${id}\nAccess Key\n${key}\n`,
		`accessId: ${id}\naccessKey: ${key}`,
		`${id}\t${key}`,
		`${id}, ${key}`,
		`${id}/${key}`,
		`${id}\uFF1A${key}`,
		`${id}::${key}`,
		`https://${id}:${key}@api.us2.sumologic.com`,
		`$token = "${id}:${key}"`,
		`\u200b${id} ${key}\ufeff`,
	])("is made of ID and key within other text: %j", (pastedText) => {
		expect(readSecretToken(pastedText)).toEqual({ accessId: id, accessKey: key });
		expect(tokenToSend(pastedText, true)).toBe(token);
		if (!pastedText.startsWith("curl -s")) expect(secretToken(pastedText, "")).toBe(token);
	});

	it("is not guessed where two keys or two IDs are in the text", () => {
		const other = "Zy9".repeat(21);
		for (const text of [`${id} ${key} ${other}a`, `${id} su0123456789ab ${key}`])
			expect(() => readSecretToken(text)).toThrow(AccessKeyError);
	});

	it.each([
		"https://collectors.us2.sumologic.com/receiver/v1/http/ZaVnC4dhaV0",
		Buffer.from("SUMOABCDEF0123456789https://collectors.us2.sumologic.com").toString("base64"),
	])("is not read from a URL or an installation token: %j", (text) => {
		expect(() => readSecretToken(text)).toThrow(
			expect.objectContaining({ code: "not-a-pair", message: expect.stringContaining("holds a URL") }),
		);
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

describe("An access key in the keyring", () => {
	it("is referred to by the token, which is read back to ID and reference", () => {
		const reference = secretToken("suABCDEFGHIJKL", " keyring:sumo key ");
		expect(readSecretToken(reference)).toEqual({
			accessId: "suABCDEFGHIJKL",
			accessKey: "keyring:sumo key",
		});
		expect(entryOfToken(reference)).toBe("sumo key");
	});

	it("is the whole token when no access ID is given, even if its name looks like an access ID", () => {
		const reference = secretToken("", "keyring:sumo_accesskey");
		expect(reference).toBe("keyring:sumo_accesskey");
		expect(entryOfToken(reference)).toBe("sumo_accesskey");
		expect(entryOfToken(secretToken("suABCDEFGHIJKL", "key"))).toBeUndefined();
		expect(() => readSecretToken(reference)).toThrow("in the keyring");
	});

	it("needs an access ID that is one, and gives no hint about its length", () => {
		for (const id of [`su${"a".repeat(12)}:key`, "k".repeat(64), "<accessId>", "keyring:id"])
			expect(() => secretToken(id, "keyring:x")).toThrow("has to be the ID alone");
		expect(() => secretToken("keyring:id", "key")).toThrow("cannot be in the keyring alone");
		expect(accessKeyWarning("keyring:x")).toBeUndefined();
	});
});

describe("Credentials as people paste them", () => {
	const accessId = "suABCDEFGHIJKL";
	const accessKey = `${"aB3".repeat(21)}z`;
	const pair = `${accessId}:${accessKey}`;
	const base64 = (text: string, encoding: BufferEncoding = "utf8") =>
		Buffer.from(text, encoding).toString("base64");
	const token = base64(pair);

	it.each([
		["plain", token],
		["with Basic", `Basic ${token}`],
		["with bearer and two spaces", `bearer  ${token}`],
		["with a scheme on a line of its own", `Bearer\n${token}`],
		["a whole header", `Authorization: Basic ${token}`],
		["a header of curl", `-H 'Authorization: Bearer ${token}'`],
		["a variable", `export SUMO_PROVISION_SECRET_TOKEN="${token}"`],
		["in straight quotes", `"${token}"`],
		["in curly quotes", `\u201c${token}\u201d`],
		["in backticks", `\`${token}\``],
		["in quotes with a comma", `"${token}",`],
		["wrapped over lines", token.replace(/(.{30})/g, "$1\r\n")],
		[
			"with zero-width marks and a byte order mark",
			`\ufeff${token.slice(0, 9)}\u200b${token.slice(9)}\u200d`,
		],
		["with spaces that do not break", `\u00a0${token}\u00a0`],
		["without padding", token.replace(/=+$/, "")],
		["as Base64URL", token.replaceAll("+", "-").replaceAll("/", "_")],
		["percent-encoded", encodeURIComponent(token)],
		["not encoded", pair],
		["not encoded, with Basic and quotes", `"Basic ${pair}"`],
		["not encoded, with spaces around the colon", `${accessId} : ${accessKey}`],
		["with exchanged halves, not encoded", `${accessKey}:${accessId}`],
		["with exchanged halves", base64(`${accessKey}:${accessId}`)],
		["encoded twice", base64(token)],
		["encoded three times", base64(base64(token))],
		["encoded with a line break at the end", base64(`${pair}\n`)],
		["encoded with a line break of each part", base64(`${accessId}\n:${accessKey}\r\n`)],
		["encoded with a byte order mark", base64(`\ufeff${pair}`)],
		["encoded from UTF-16 by PowerShell", base64(pair, "utf16le")],
		["encoded with its scheme", base64(`Basic ${pair}`)],
	])("a secret token %s", (_how, text) => {
		expect(readSecretToken(text)).toEqual({ accessId, accessKey });
		expect(tokenToSend(text, true)).toBe(token);
	});

	it.each([
		["each in its field", accessId, accessKey],
		["in quotes", `"${accessId}"`, `\u2018${accessKey}\u2019`],
		["in each other's field", accessKey, accessId],
		["as a pair in the first field", pair, ""],
		["as a pair in the second field", accessId, pair],
		["as a pair in both", pair, pair],
		["as a token in the second field", "", token],
		["as a token with its scheme in the second field", accessId, `Basic ${token}`],
	])("ID and key %s", (_how, id, key) => {
		expect(secretToken(id, key)).toBe(token);
	});

	const jwt = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl";

	it.each([
		["an OAuth token", `Bearer ${jwt}`, "oauth-token"],
		["a placeholder", "<accessKey>", "placeholder"],
		["a placeholder of a pair", "<accessId>:<accessKey>", "placeholder"],
		["an encoded placeholder", base64("<accessId>:<accessKey>"), "placeholder"],
		["a variable that was not replaced", "$SUMO_TOKEN", "placeholder"],
		["words of an instruction", "YOUR_SECRET_TOKEN", "placeholder"],
		["a masked secret", "********", "placeholder"],
		["the ID alone", accessId, "access-id-only"],
		["the key alone", accessKey, "access-key-only"],
		["nothing but a scheme", "Bearer ", "access-key-missing"],
	])("%s is named", (_what, text, code) => {
		expect(() => readSecretToken(text)).toThrow(expect.objectContaining({ name: "AccessKeyError", code }));
	});

	it.each([
		[accessId, jwt, "oauth-token"],
		["<accessId>", accessKey, "placeholder"],
		[accessId, "your-access-key", "placeholder"],
		[accessId, accessId, "access-id-only"],
		[accessKey, accessKey, "access-key-only"],
	])("in two fields, %s with %s is named", (id, key, code) => {
		expect(() => secretToken(id, key)).toThrow(expect.objectContaining({ code }));
	});

	it("are in no message", () => {
		for (const text of [jwt, accessKey, `${jwt}:`, base64(accessKey), `${accessKey}!`])
			for (const read of [
				() => readSecretToken(text),
				() => secretToken("", text),
				() => secretToken(text, text),
			]) {
				try {
					read();
				} catch (error) {
					expect(error).toBeInstanceOf(AccessKeyError);
					expect(String(error)).not.toContain(text.slice(0, 12));
				}
			}
	});

	it("for another SCIM server may be anything, and lose only what came along", () => {
		expect(tokenToSend(` "Bearer ${jwt}"\n`, false)).toBe(jwt);
		expect(tokenToSend("opaque-token", false)).toBe("opaque-token");
		expect(() => tokenToSend("<secret token>", false)).toThrow(
			expect.objectContaining({ code: "placeholder" }),
		);
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
