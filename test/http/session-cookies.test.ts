import { describe, expect, it } from "vitest";
import { createSessionCookies } from "../../src/http/session-cookies.ts";

const users = new URL("https://api.us2.sumologic.com/api/v1/scim/Users");

function jar(...setCookies: string[]) {
	let now = Date.parse("2026-01-01T00:00:00Z");
	const cookies = createSessionCookies(() => now);
	cookies.keep(users, setCookies);
	return {
		...cookies,
		later(ms: number) {
			now += ms;
		},
	};
}

describe("Session cookies", () => {
	it("go back to the origin that set them, and nowhere else", () => {
		const { header } = jar("AWSALB=abc/+=; Path=/", "JSESSIONID=node1; Path=/api; Secure; HttpOnly");
		expect(header(users)).toBe("AWSALB=abc/+=; JSESSIONID=node1");
		for (const other of [
			"https://api.us2.sumologic.com:8443/api",
			"https://api.de.sumologic.com/api",
			"https://sumologic.com/api",
			"https://evil.example/api",
		])
			expect(header(new URL(other))).toBeUndefined();
	});

	it("do not spread by their Domain", () => {
		const { header } = jar("s=1; Domain=sumologic.com; Path=/");
		expect(header(users)).toBe("s=1");
		expect(header(new URL("https://service.sumologic.com/"))).toBeUndefined();
	});

	it("are sent below their path; without one, beside the request that brought them", () => {
		const { header } = jar("a=1; Path=/api/v1", "b=2", "c=3; Path=relative");
		expect(header(new URL("/api/v1", users))).toBe("a=1");
		expect(header(new URL("/api/v10", users))).toBeUndefined();
		expect(header(new URL("/api/v1/scim/Users/1", users))).toBe("a=1; b=2; c=3");
	});

	it("stay off plain http when they are Secure", () => {
		const cookies = createSessionCookies();
		const loopback = new URL("http://127.0.0.1:1/");
		cookies.keep(loopback, ["a=1; Secure", "b=2"]);
		expect(cookies.header(loopback)).toBe("b=2");
	});

	it("end by Max-Age, else by Expires, and when they are set again as ended", () => {
		const { header, keep, later } = jar(
			"a=1; Path=/; Max-Age=10; Expires=Thu, 01 Jan 2099 00:00:00 GMT",
			"b=2; Path=/; Expires=Thu, 01 Jan 2026 00:00:20 GMT",
			"c=3; Path=/; Expires=never",
			"d=4; Path=/; Max-Age=0",
		);
		expect(header(users)).toBe("a=1; b=2; c=3");
		later(15_000);
		expect(header(users)).toBe("b=2; c=3");
		later(15_000);
		expect(header(users)).toBe("c=3");
		keep(users, ["c=; Path=/; Max-Age=-1"]);
		expect(header(users)).toBeUndefined();
	});

	it("are replaced by name, forgotten on request, and never more than fifty", () => {
		const { header, keep, clear } = jar("a=1; Path=/");
		keep(users, ["a=2; Path=/"]);
		expect(header(users)).toBe("a=2");
		clear();
		expect(header(users)).toBeUndefined();
		keep(
			users,
			Array.from({ length: 60 }, (_, index) => `c${index}=1; Path=/`),
		);
		expect(header(users)?.split("; ")).toHaveLength(50);
		expect(header(users)).toContain("c59=1");
	});

	it("are ignored when they could not be sent back", () => {
		const { header } = jar("no-value", "=nameless", "bad=a\u0007b", `long=${"x".repeat(5_000)}`, "");
		expect(header(users)).toBeUndefined();
	});
});
