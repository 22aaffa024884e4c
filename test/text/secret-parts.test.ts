import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withoutSecretParts } from "../../src/text/secret-parts.ts";

const key = "kEYabcdefgh1jklmn0pqrstuvwxyz23456789ABCDEFGHIJKLMNOPQRSTUVWXYZ0";
const token = Buffer.from(`suABCDEFGHIJKL:${key}`).toString("base64");
const secrets = [token, key];
const codes = (write: (code: number) => string) => [...token].map((one) => write(one.charCodeAt(0))).join("");
const pieces = (text: string, length: number, between: string) =>
	text.match(new RegExp(`.{1,${length}}`, "g"))?.join(between) ?? "";

describe("parts of secrets in a server's words", () => {
	it.each([
		["cut", token.slice(0, 40)],
		[
			"without its padding, as Base64 for URLs",
			token.replace(/=+$/, "").replaceAll("+", "-").replaceAll("/", "_"),
		],
		["on several lines", pieces(token, 10, "\n")],
		["on several lines of JSON", pieces(token, 10, "\\n")],
		["between spaces", pieces(key, 7, " ")],
		["between tags", pieces(token, 9, "<wbr>")],
		["between characters without width", pieces(key, 1, "\u200b")],
		["as octets of a URL", codes((code) => `%${code.toString(16)}`)],
		["as escapes of JSON", codes((code) => `\\u${code.toString(16).padStart(4, "0")}`)],
		["as escapes of HTML", codes((code) => `&#${code};`)],
		["as hexadecimal escapes of HTML", codes((code) => `&#x${code.toString(16)};`)],
		["in Base64 again", Buffer.from(token).toString("base64")],
		["in Base64 of a header", Buffer.from(`Basic ${token}`).toString("base64")],
		["in Base64, one byte further", Buffer.from(`x${key}`).toString("base64")],
		["in hexadecimal", Buffer.from(token).toString("hex").toUpperCase()],
	])("are replaced: %s", (_how, written) => {
		const shown = withoutSecretParts(`{"detail":"the header ${written} is wrong"}`, secrets);
		expect(shown).toMatch(/^\{"detail":"the header .{0,16}\*{8}.{0,16} is wrong"\}$/su);
		expect(shown.length).toBeLessThan(70);
	});

	it.each([
		["as it is", `<a href="${key}">`],
		["in Base64", `<input value="${Buffer.from(key).toString("base64")}"/>`],
		["cut", `<meta name=${token.slice(0, 40)}>`],
		["beside words in angle brackets", `1 < 2 ${key} 3 > 2`],
	])("are replaced also inside of a tag: %s", (_how, written) => {
		const shown = withoutSecretParts(`<p>The header is wrong</p>${written}`, secrets);
		expect(shown).toMatch(/^<p>The header is wrong<\/p>.{0,16}\*{8}.{0,16}$/s);
	});

	it("are replaced where what precedes them looks like the beginning of an escape", () => {
		expect(withoutSecretParts("100%41secret and \\nother1234", ["41secret", "nother1234"])).toBe(
			"100%******** and \\********",
		);
	});

	it("leave all other words, and what is shorter than a part", () => {
		const text = `<p>Unauthorized: ${token.slice(0, 15)}&#33; %zz \\u00 ${"long words ".repeat(100)}</p>`;
		expect(withoutSecretParts(text, secrets)).toBe(text);
		expect(withoutSecretParts(text, [])).toBe(text);
		expect(withoutSecretParts("a short one", ["short"])).toBe("a short one");
	});

	it("leave nothing of a secret of eight letters or more, whatever surrounds it", () => {
		const alphanumeric = fc.string({
			unit: fc.constantFrom(..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"),
			minLength: 8,
			maxLength: 80,
		});
		fc.assert(
			fc.property(alphanumeric, fc.string(), fc.string(), (secret, before, after) => {
				expect(withoutSecretParts(`${before} ${secret} ${after}`, [secret])).not.toContain(secret);
			}),
		);
	});
});
