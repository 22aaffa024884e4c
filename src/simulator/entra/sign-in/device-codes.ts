import { randomBytes, randomInt } from "node:crypto";
import { z } from "zod";
import { UnknownObject } from "../../loopback/unknown-object.ts";
import { SignInRefusal } from "./sign-in-refusal.ts";

/** How the device code flow behaves. */
export const deviceCodeSchema = z.strictObject({
	/** Seconds that a client waits between two requests. */
	interval: z.number().nonnegative().exactOptional(),
	/** Seconds until a code expires. */
	lifetime: z.number().positive().exactOptional(),
	/** Whether a client that asks too soon gets `slow_down`; otherwise `authorization_pending`. */
	slowDown: z.boolean().exactOptional(),
});

/** How the device code flow behaves. */
export type DeviceCodeBehavior = Required<z.output<typeof deviceCodeSchema>>;

/** A request to sign in that a person has to approve. */
export interface DeviceCode {
	readonly deviceCode: string;
	readonly userCode: string;
	/** Milliseconds since 1970. */
	readonly expires: number;
	state: "pending" | "declined" | { readonly userPrincipalName: string };
	/** When the client asked last. */
	asked: number;
	/** Seconds that the client has to wait, longer after each `slow_down`. */
	interval: number;
}

/** Characters of user codes, without those that look alike. */
const characters = "BCDFGHJKLMNPQRSTVWXZ23456789";

/** The device codes that wait for a person (RFC 8628; learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code). */
export class DeviceCodes {
	readonly #codes = new Map<string, DeviceCode>();
	readonly #clock: () => number;
	behavior: DeviceCodeBehavior = { interval: 5, lifetime: 900, slowDown: true };

	/** @param clock milliseconds since 1970 */
	constructor(clock: () => number) {
		this.#clock = clock;
	}

	begin(): DeviceCode {
		const userCode = Array.from({ length: 9 }, () => characters[randomInt(characters.length)]).join("");
		const { interval, lifetime } = this.behavior;
		const code: DeviceCode = {
			deviceCode: randomBytes(48).toString("base64url"),
			userCode,
			expires: this.#clock() + lifetime * 1_000,
			state: "pending",
			asked: Number.NEGATIVE_INFINITY,
			interval,
		};
		this.#codes.set(code.deviceCode, code);
		return code;
	}

	/** The codes that still wait. */
	pending(): readonly DeviceCode[] {
		const now = this.#clock();
		return [...this.#codes.values()].filter(({ state, expires }) => state === "pending" && now < expires);
	}

	/** Signs a user in with a code, in any case, or declines it. Throws an UnknownObject. */
	decide(userCode: string, state: "declined" | { readonly userPrincipalName: string }): void {
		const code = this.pending().find((one) => one.userCode === userCode.toUpperCase());
		if (!code) throw new UnknownObject("pending device code", userCode);
		code.state = state;
	}

	/** The user who has signed in with a code, which can be redeemed once. Throws a SignInRefusal until a user has. */
	redeem(deviceCode: string): string {
		const code = this.#codes.get(deviceCode);
		if (!code) {
			throw new SignInRefusal(400, "bad_verification_code", 70019, "Verification code expired or unknown.");
		}
		const now = this.#clock();
		if (now >= code.expires) {
			this.#codes.delete(deviceCode);
			throw new SignInRefusal(400, "expired_token", 70020, "The provided value for the code has expired.");
		}
		if (code.state === "declined") {
			this.#codes.delete(deviceCode);
			throw new SignInRefusal(
				400,
				"authorization_declined",
				70018,
				"The user has declined the authorization request.",
			);
		}
		if (code.state !== "pending") {
			this.#codes.delete(deviceCode);
			return code.state.userPrincipalName;
		}
		// A client that waits exactly as long as it was asked to may arrive a little early.
		const isEarly = now - code.asked < (code.interval - 1) * 1_000;
		code.asked = now;
		if (isEarly && this.behavior.slowDown) {
			code.interval += 5;
			throw new SignInRefusal(400, "slow_down", 70016, "The client asks too often.");
		}
		throw new SignInRefusal(
			400,
			"authorization_pending",
			70016,
			"OAuth 2.0 device flow error. Authorization is pending. Continue polling.",
		);
	}
}
