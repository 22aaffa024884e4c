import { describe, expect, it } from "vitest";
import { type DeviceCode, signInWithDeviceCode } from "../../../src/entra/sign-in/device-code.ts";
import { openAuthority, refused, type SignInAnswer, tokenAnswer } from "./authority.ts";

const scope = "https://graph.microsoft.com/.default";
const codeAnswer = (expires_in = 900): SignInAnswer => ({
	body: {
		user_code: "ABCD-EFGH",
		device_code: "device-secret",
		verification_uri: "https://microsoft.com/devicelogin",
		expires_in,
		interval: 0,
		message: "To sign in, use a web browser…",
	},
});
const pending = refused(
	"authorization_pending",
	"AADSTS70016: OAuth 2.0 device flow error. Authorization is pending.",
);

/** Signs in at an authority whose token endpoint gives these answers in turn, the last one again and again. */
async function signIn(answers: readonly SignInAnswer[], expiresIn?: number) {
	let at = 0;
	const authority = await openAuthority(({ path }) => {
		if (path === "devicecode") return codeAnswer(expiresIn);
		const answer = answers[Math.min(at++, answers.length - 1)];
		if (answer === undefined) throw new Error("No answer is left.");
		return answer;
	});
	const shown: (DeviceCode | null)[] = [];
	const waiting = Promise.withResolvers<DeviceCode>();
	const pauses: number[] = [];
	const source = signInWithDeviceCode({
		...authority.options,
		pause: async (ms) => {
			pauses.push(ms);
		},
		show(code) {
			shown.push(code);
			if (code !== null) waiting.resolve(code);
		},
	});
	return { ...authority, source, shown, pauses, code: waiting.promise };
}

describe("a sign-in with a device code", () => {
	it("sends nothing before a token is needed, then shows page and code until the person has signed in", async () => {
		const { source, requests, shown, asked } = await signIn([pending, tokenAnswer("token-1", 3600, "ada")]);
		expect(requests).toEqual([]);
		expect(await source.getToken(scope)).toMatchObject({ token: "token-1" });
		expect(shown).toEqual([
			expect.objectContaining({ url: "https://microsoft.com/devicelogin", code: "ABCD-EFGH" }),
			null,
		]);
		expect(asked("token").map(({ form }) => form.get("device_code"))).toEqual([
			"device-secret",
			"device-secret",
		]);
	});

	it("renews tokens in the middle of a long run without a person", async () => {
		const { source, asked } = await signIn([
			tokenAnswer("short", 1, "ada"),
			tokenAnswer("renewed", 3600, "ada"),
		]);
		expect(await source.getToken(scope)).toMatchObject({ token: "short" });
		expect(await source.getToken(scope)).toMatchObject({ token: "renewed" });
		expect(asked("devicecode")).toHaveLength(1);
		expect(asked("token").at(-1)?.form.get("grant_type")).toBe("refresh_token");
	});

	it("shares one code between requests at the same time", async () => {
		const { source, asked } = await signIn([pending, tokenAnswer("token", 3600, "ada")]);
		const both = await Promise.all([source.getToken(scope), source.getToken(scope)]);
		expect(both.map((one) => one?.token)).toEqual(["token", "token"]);
		expect(asked("devicecode")).toHaveLength(1);
	});

	it("asks less often each time the service asks for that, and as before for the next code", async () => {
		const slow = refused("slow_down", "AADSTS70016: The client asks too often.");
		const signed = tokenAnswer("token", 1, "ada");
		const { source, pauses, asked } = await signIn([
			...[slow, pending, slow, signed],
			...[refused("invalid_grant", "AADSTS70043: The refresh token has expired."), pending, signed],
		]);
		expect(await source.getToken(scope)).toMatchObject({ token: "token" });
		expect(pauses).toEqual([5_000, 5_000, 10_000]);
		expect(await source.getToken(scope)).toMatchObject({ token: "token" });
		expect(asked("devicecode")).toHaveLength(2);
		expect(pauses).toHaveLength(3);
	});

	it("survives requests that the service fails to answer, but not five in a row", async () => {
		const broken = { status: 503, body: { error: { code: "ServiceUnavailable" } } };
		const { source, pauses } = await signIn([broken, broken, pending, tokenAnswer("token", 3600, "ada")]);
		expect(await source.getToken(scope)).toMatchObject({ token: "token" });
		expect(pauses).toEqual([5_000, 10_000, 10_000]);
		const down = await signIn([broken]);
		await expect(down.source.getToken(scope)).rejects.toMatchObject({ name: "DirectoryError" });
		expect(down.asked("token")).toHaveLength(5);
	});

	it("ends when it is canceled, and asks for a new code the next time", async () => {
		const { source, code, shown } = await signIn([pending]);
		const token = source.getToken(scope);
		(await code).cancel();
		await expect(token).rejects.toMatchObject({
			code: "unauthorized",
			message: expect.stringContaining("canceled"),
		});
		expect(shown.at(-1)).toBeNull();
	});

	it("ends with the signal's reason", async () => {
		const { source, code } = await signIn([pending]);
		const stop = new AbortController();
		const token = source.getToken(scope, { abortSignal: stop.signal });
		await code;
		stop.abort(new Error("interrupted"));
		await expect(token).rejects.toThrow("interrupted");
	});

	it.each([
		["declined", refused("authorization_declined", "AADSTS70017: …"), /was declined in the browser/],
		["too late", refused("expired_token", "AADSTS70020: …"), /The code expired/],
		[
			"blocked",
			refused("access_blocked", "AADSTS53003: Access has been blocked."),
			/Conditional Access.*device codes.*AADSTS53003/,
		],
		[
			"refused for a device",
			refused("invalid_grant", "AADSTS53000: Device is not compliant."),
			/requires a compliant device/,
		],
		[
			"of a confidential app",
			refused("invalid_client", "AADSTS7000218: The request body must contain …"),
			/does not allow sign-in with a device code.*--is-fallback-public-client true/,
		],
		[
			"of another tenant",
			refused("invalid_grant", "AADSTS50020: User account … does not exist in tenant"),
			/does not belong to the tenant/,
		],
		[
			"rare",
			refused("invalid_grant", "AADSTS99999: A rare reason. Trace ID: 1"),
			/Entra refused the sign-in: A rare reason\. \(AADSTS99999\)/,
		],
	])("that is %s is explained", async (_, answer, message) => {
		const { source } = await signIn([answer]);
		await expect(source.getToken(scope)).rejects.toMatchObject({
			code: "unauthorized",
			message: expect.stringMatching(message),
		});
	});

	it("whose code expires on this side is explained", async () => {
		const { source } = await signIn([pending], -1);
		await expect(source.getToken(scope)).rejects.toThrow("The code expired before it was entered.");
	});
});
