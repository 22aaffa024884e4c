import { createHash, generateKeyPairSync, randomUUID, sign, X509Certificate } from "node:crypto";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import type { JsonObject } from "../../../../src/simulator/loopback/json.ts";
import type { World } from "../../../../src/simulator/world.ts";
import { selfSigned } from "../../../http/self-signed.ts";
import { type Answered, emptyWorld, signIn } from "../../calls.ts";

let world: World;
let now: number;

beforeEach(async () => {
	now = Date.UTC(2026, 0, 5, 8);
	world = await emptyWorld({ clock: () => now });
	onTestFinished(() => world.close());
});

const encode = (part: JsonObject) => Buffer.from(JSON.stringify(part)).toString("base64url");
const claimsOf = (token: unknown): unknown =>
	JSON.parse(Buffer.from(String(token).split(".")[1] ?? "", "base64url").toString());
const codeOf = ({ body }: Answered) => [body.error, body.error_codes];

describe("a sign-in with a certificate", () => {
	const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
	const certificate = selfSigned(keys);

	const assertion = (claims: JsonObject = {}, signer = keys.privateKey, algorithm = "RS256") => {
		const { authorityUrl, tenantId, clientId } = world.entra;
		const der = new X509Certificate(certificate).raw;
		const hash = algorithm === "PS256" ? "sha256" : "sha1";
		const thumbprint = createHash(hash).update(der).digest("base64url");
		const head = encode({ alg: algorithm, [hash === "sha1" ? "x5t" : "x5t#S256"]: thumbprint });
		const body = encode({
			aud: `${authorityUrl}/${tenantId}/oauth2/v2.0/token`,
			iss: clientId,
			sub: clientId,
			jti: randomUUID(),
			nbf: now / 1_000,
			exp: now / 1_000 + 600,
			...claims,
		});
		const padding = algorithm === "PS256" ? { padding: 6, saltLength: 32 } : {};
		const signature = sign("sha256", Buffer.from(`${head}.${body}`), { key: signer, ...padding });
		return `${head}.${body}.${signature.toString("base64url")}`;
	};
	const withAssertion = (client_assertion: string) =>
		signIn(world, {
			client_secret: "",
			client_assertion,
			client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
		});

	it("accepts an assertion that a registered certificate has signed", async () => {
		expect(codeOf(await withAssertion(assertion()))).toEqual(["invalid_client", [700027]]);
		world.entra.control.registerCertificate(certificate);
		for (const algorithm of ["RS256", "PS256"]) {
			expect((await withAssertion(assertion({}, keys.privateKey, algorithm))).status).toBe(200);
		}
	});

	it("refuses an assertion with another key, audience, client or time", async () => {
		world.entra.control.registerCertificate(certificate);
		const other = generateKeyPairSync("rsa", { modulusLength: 2048 });
		const cases: readonly (readonly [string, number])[] = [
			[assertion({}, other.privateKey), 700027],
			[assertion({ aud: "https://login.microsoftonline.com/other" }), 700023],
			[assertion({ iss: randomUUID() }), 700021],
			[assertion({ exp: now / 1_000 - 3_600 }), 700024],
			["not.a.token", 50027],
		];
		for (const [given, code] of cases) expect((await withAssertion(given)).body.error_codes).toEqual([code]);
	});
});

describe("a sign-in with a device code", () => {
	const post = async (path: string, form: Readonly<Record<string, string>>): Promise<Answered> => {
		const { authorityUrl, tenantId, clientId } = world.entra;
		const response = await fetch(`${authorityUrl}/${tenantId}/oauth2/v2.0/${path}`, {
			method: "POST",
			body: new URLSearchParams({
				client_id: clientId,
				scope: "https://graph.microsoft.com/.default",
				...form,
			}),
		});
		const body: JsonObject = JSON.parse(await response.text());
		return { status: response.status, headers: response.headers, body };
	};
	const begin = async () => (await post("devicecode", {})).body;
	const poll = (code: JsonObject) =>
		post("token", {
			grant_type: "urn:ietf:params:oauth:grant-type:device_code",
			device_code: String(code.device_code),
		});

	it("waits until a person approves the code, which then is used up", async () => {
		const code = await begin();
		expect(code).toMatchObject({
			expires_in: 900,
			interval: 5,
			message: expect.stringContaining(String(code.user_code)),
		});
		expect(codeOf(await poll(code))).toEqual(["authorization_pending", [70016]]);
		expect(world.entra.control.deviceCodes()).toEqual([code.user_code]);
		world.entra.control.approveDeviceCode(String(code.user_code).toLowerCase(), "ada@example.com");
		const { status, body } = await poll(code);
		expect(status).toBe(200);
		expect(claimsOf(body.access_token)).toMatchObject({
			idtyp: "user",
			upn: "ada@example.com",
			scp: expect.stringContaining("User.Read.All"),
		});
		expect(claimsOf(body.id_token)).toMatchObject({ preferred_username: "ada@example.com" });
		expect((await poll(code)).body.error).toBe("bad_verification_code");
		const refreshed = await post("token", {
			grant_type: "refresh_token",
			refresh_token: String(body.refresh_token),
		});
		expect(refreshed.status).toBe(200);
		expect(codeOf(await post("token", { grant_type: "refresh_token", refresh_token: "unknown" }))).toEqual([
			"invalid_grant",
			[700082],
		]);
	});

	it("asks a client that polls too often to slow down, and to wait longer each time", async () => {
		const code = await begin();
		await poll(code);
		now += 3_000;
		expect((await poll(code)).body.error).toBe("slow_down");
		now += 6_000;
		expect((await poll(code)).body.error).toBe("slow_down");
		now += 15_000;
		expect((await poll(code)).body.error).toBe("authorization_pending");
		world.entra.control.behave({ deviceCode: { slowDown: false } });
		expect((await poll(code)).body.error).toBe("authorization_pending");
	});

	it("ends when the person declines, or waits too long", async () => {
		const declined = await begin();
		world.entra.control.declineDeviceCode(String(declined.user_code));
		expect((await poll(declined)).body.error).toBe("authorization_declined");
		world.entra.control.behave({ deviceCode: { lifetime: 60 } });
		const late = await begin();
		now += 60_000;
		expect(codeOf(await poll(late))).toEqual(["expired_token", [70020]]);
		expect(() => world.entra.control.approveDeviceCode(String(late.user_code))).toThrow("device code");
	});
});
