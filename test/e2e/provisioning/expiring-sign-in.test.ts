import { generateKeyPairSync } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { connectProxy } from "../../http/connect-proxy.ts";
import { selfSigned } from "../../http/self-signed.ts";
import { runInProcess } from "../site/in-process.ts";
import { freshFolder, linesOf } from "../site/site.ts";

const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
const key = String(keys.privateKey.export({ type: "pkcs8", format: "pem" }));

/** A time as a certificate has it. */
const certificateTime = (ms: number) => `${new Date(ms).toISOString().replace(/\D/g, "").slice(0, 14)}Z`;

/** A command that signs in with a certificate valid for this many days. Its proxy refuses everything: sign-in fails after the warning. */
async function run(days: number, ...args: readonly string[]) {
	const proxy = await connectProxy({ answer: 403 });
	const home = freshFolder();
	const certificate = join(home, "sign-in.pem");
	const end = certificateTime(Date.now() + days * 24 * 3_600_000);
	writeFileSync(certificate, key + selfSigned(keys, "20200101000000Z", end), { mode: 0o600 });
	const id = "22222222-2222-4333-8444-555555555555";
	return runInProcess(
		[
			...["run", ...args, "--tenant-id", id, "--client-id", id, "--application", "Sumo Logic"],
			...["--certificate", certificate, "--scim-url", "http://127.0.0.1:9/api/v1/scim"],
		],
		{
			env: { SUMO_PROVISION_HOME: home, HTTPS_PROXY: proxy.url },
			secrets: {
				SUMO_PROVISION_SECRET_TOKEN: Buffer.from("suABCDEFGHIJKL:not-a-real-key").toString("base64"),
			},
		},
	);
}

const expires = /sign-in\.pem .*expires in \d+ days, on 2\d{3}-/;

it("run --plan warns once before the certificate of the sign-in expires, and not long before", async () => {
	const soon = await run(10, "--plan");
	expect(soon.err.split("\n").filter((line) => expires.test(line))).toHaveLength(1);
	expect((await run(60, "--plan")).err).not.toMatch(/expire/);
});

it("run warns too, and prints the warning as an event with --json", async () => {
	expect((await run(10)).err).toMatch(expires);
	const { out } = await run(10, "--json");
	expect(linesOf(out)).toContainEqual(
		expect.objectContaining({ type: "warning", message: expect.stringMatching(expires) }),
	);
});
