import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { endWarnings } from "../../../src/app/source/check-ends.ts";
import { openCredentialEnds } from "../../../src/app/source/credential-ends.ts";
import { type CredentialEnd, DirectoryError } from "../../../src/ports/source/directory.ts";
import { sampleProfile } from "../../config/samples.ts";

const day = 24 * 3_600_000;
const now = Date.UTC(2026, 10, 29);

/** Warnings of one process after another in one home. */
function home() {
	const state = mkdtempSync(join(tmpdir(), "ends-"));
	onTestFinished(() => rmSync(state, { recursive: true }));
	const at = { now, secret: "abc8Q~secret", reads: 0 };
	const ends = openCredentialEnds({ state });
	const names = { tenantId: "t", clientId: "c", application: "Sumo Logic" };
	const profile = sampleProfile("acme", { source: { type: "entra", signIn: "clientSecret", ...names } });
	const signIn = (secret: string | undefined = at.secret) => ({
		profile,
		secrets: secret === undefined ? {} : { sourceSecret: secret },
	});
	const process = (found: readonly CredentialEnd[] | DirectoryError) => {
		const warnings: string[] = [];
		const check = endWarnings({
			...{ signIn, ends, now: () => at.now, warn: (message) => warnings.push(message) },
			async read() {
				at.reads++;
				if (found instanceof DirectoryError) throw found;
				return found;
			},
		});
		return { check, warnings };
	};
	return { at, ends, profile, process, file: join(state, "credential-ends.json") };
}

const secret = { kind: "clientSecret", expires: now + 3.5 * day } as const;
const signing = { kind: "signingCertificate", expires: now + 10.5 * day } as const;

describe("ends of credentials that only Graph shows", () => {
	it("are warned of once by each process, and read once a day", async () => {
		const { at, process, file } = home();
		const first = process([secret, signing]);
		await first.check();
		await first.check();
		expect(first.warnings).toEqual([
			expect.stringMatching(/^The client secret .* expires in 3 days, on 2026-12-02\./),
			expect.stringMatching(/^The certificate that signs .* SAML tokens expires in 10 days, on 2026-12-09;/),
		]);
		const second = process([]);
		await second.check();
		expect(second.warnings).toEqual(first.warnings);
		expect(at.reads).toBe(1);
		expect(readFileSync(file, "utf8")).not.toContain("8Q~");
		at.now += day;
		const third = process([]);
		await third.check();
		expect([third.warnings, at.reads]).toEqual([[], 2]);
	});

	it("are read again with another secret, and shown to a command that has none", async () => {
		const { at, ends, profile, process } = home();
		await process([secret]).check();
		expect((await ends.of({ profile, secrets: {} }, at.now))?.ends).toEqual([secret]);
		at.secret = "xyz8Q~secret";
		const renewed = process([{ ...secret, expires: now + 400 * day }]);
		await renewed.check();
		expect([renewed.warnings, at.reads]).toEqual([[], 2]);
	});

	it("are kept without anything that confirms a guess of the secret, also where an older version kept its hash", async () => {
		const { at, ends, profile, process, file } = home();
		const { source } = profile;
		const hash = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 16);
		const old = { source: hash(JSON.stringify(source)), secret: hash(at.secret), at: now, ends: [secret] };
		writeFileSync(file, JSON.stringify({ acme: old, other: old }));
		expect((await ends.of({ profile, secrets: {} }, now))?.ends).toEqual([secret]);
		await process([signing]).check();
		expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({
			acme: { source: old.source, hint: "abc", at: now, ends: [signing] },
			other: { source: old.source, at: now, ends: [secret] },
		});
	});

	it("hold nothing of a certificate's passphrase or an access token", async () => {
		const { at, ends, profile, file } = home();
		for (const signIn of ["clientCertificate", "accessToken"] as const) {
			const used = { ...profile, source: { ...profile.source, signIn } };
			const withSecret = { profile: used, secrets: { sourceSecret: at.secret } } as never;
			await ends.record(withSecret, [signing], now);
			expect(Object.keys(JSON.parse(readFileSync(file, "utf8")).acme)).toEqual(["source", "at", "ends"]);
			expect((await ends.of(withSecret, now))?.ends).toEqual([signing]);
		}
	});

	it("are left to the cycle while Graph cannot be read", async () => {
		const { at, process } = home();
		const lost = process(new DirectoryError("network", "The connection was lost."));
		await lost.check();
		expect(lost.warnings).toEqual([]);
		await process([secret]).check();
		at.now += 2 * day;
		const later = process(new DirectoryError("network", "The connection was lost."));
		await later.check();
		expect(later.warnings).toEqual([expect.stringContaining("expires in 1 day")]);
	});
});
