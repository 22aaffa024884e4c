import { describe, expect, it } from "vitest";
import {
	expiryNotice,
	secretExpiryNotice,
	signingExpiryNotice,
} from "../../../../src/entra/sign-in/certificate/expiry.ts";

const day = 24 * 3_600_000;
const now = Date.UTC(2026, 10, 30, 12);
const certificate = (validTo: number) => expiryNotice({ thumbprint: "AB", validTo }, "sign-in.pem", now);

describe.each([
	["the certificate of a sign-in", certificate],
	["a client secret", (expires: number) => secretExpiryNotice(expires, now)],
	["the certificate of SAML tokens", (expires: number) => signingExpiryNotice(expires, now)],
])("%s", (_what, notice) => {
	it("is not named with 30 days left or more", () => {
		expect(notice(now + 365 * day)).toBeNull();
		expect(notice(now + 30 * day)).toBeNull();
	});

	it.each([
		[30 * day - 1, "expires in 29 days, on 2026-12-30"],
		[2 * day, "expires in 2 days, on 2026-12-02"],
		[2 * day - 1, "expires in 1 day, on 2026-12-02"],
		[day, "expires in 1 day, on 2026-12-01"],
		[day - 1, "expires in less than a day, on 2026-12-01"],
		[1, "expires in less than a day, on 2026-11-30"],
		[0, "expired on 2026-11-30"],
		[-40 * day, "expired on 2026-10-21"],
	])("with %d ms left %s, with what to do", (left, words) => {
		expect(notice(now + left)).toContain(words);
		expect(notice(now + left)).toMatch(/(?:[Aa]dd|[Cc]reates?) a new one/);
	});
});
