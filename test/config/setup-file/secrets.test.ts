import { describe, expect, it } from "vitest";
import { mistakesIn } from "./mistakes.ts";

describe("a setup file", () => {
	it.each([
		["a Secret Token", Buffer.from(`suAbCdEf123456:${"k".repeat(64)}`).toString("base64")],
		["an access ID", "suAbCdEf123456"],
		["an access token", "eyJ0eXAiOiJKV1QifQ.eyJhdWQiOiJ4In0.c2lnbmF0dXJl"],
		["a client secret", `abc8Q~${"d".repeat(34)}`],
	])("refuses %s as a value and in a comment, without showing it", (_what, secret) => {
		for (const [text, place] of [
			[`version: 1\napp: {name: "${secret}"}\n`, /^setup\.yaml:2:13: This value looks like a secret/],
			[`version: 1\n# use "${secret}"\n`, /^setup\.yaml:2:8: This comment holds a secret/],
		] as const) {
			const mistakes = mistakesIn(text).join();
			expect(mistakes).toMatch(place);
			expect(mistakes).not.toContain(secret);
		}
		expect(mistakesIn("version: 1\napp: {name: superintendent}\n")).toEqual([]);
	});

	it.each(["secretToken", "client_secret", "accessKey", "ACCESS-ID", "password", "apiKey", "graphToken"])(
		"refuses the key %s without showing its value, wherever it is",
		(key) => {
			const [mistake = "", ...others] = mistakesIn(
				`version: 1\nsumo:\n  deployment: us2\n  ${key}: hush-hush\n`,
			);
			expect(others).toEqual([]);
			expect(mistake).toMatch(/^setup\.yaml:4:3: .*holds no secrets/);
			expect(mistake).not.toContain("hush");
		},
	);

	it("refuses a value that looks like an access key, without showing it", () => {
		const value = "x".repeat(64);
		const mistakes = mistakesIn(`version: 1\napp:\n  name: ${value}\n`).join();
		expect(mistakes).toMatch(/^setup\.yaml:3:9: .*looks like/);
		expect(mistakes).not.toContain(value);
	});
});
