import { describe, expect, it } from "vitest";
import { createEventBus } from "../../../src/app/events/event-bus.ts";
import { checkAtSignIn } from "../../../src/app/permissions/check-at-sign-in.ts";
import type { Profile } from "../../../src/config/profile.ts";

const entra = {
	type: "entra",
	tenantId: "contoso.com",
	clientId: "id",
	application: "Sumo Logic",
	signIn: "clientSecret",
} as const satisfies Profile["source"];

function open(first: Profile["source"], check = async (): Promise<null> => null) {
	const events = createEventBus();
	let source = first;
	let checks = 0;
	let hasSecret = true;
	const warnings: string[] = [];
	events.on(["warning"], ({ message }) => void warnings.push(message));
	const stop = checkAtSignIn({
		permissions: {
			check: () => {
				checks++;
				return check();
			},
		},
		source: () => source,
		hasSecret: () => hasSecret,
		events,
		now: () => 0,
	});
	const choose = async (next: Profile["source"]) => {
		source = next;
		await events.publish({ type: "connectionChanged" });
	};
	const enter = async (entered: boolean) => {
		hasSecret = entered;
		await choose(source);
	};
	return { checks: () => checks, warnings, choose, enter, stop };
}

describe("the check of permissions at sign-in", () => {
	it("runs once for a chosen sign-in, and once for each that replaces it", async () => {
		const { checks, choose, stop } = open(entra);
		expect(checks()).toBe(1);
		await choose({ ...entra, signIn: "azureCli" });
		expect(checks()).toBe(2);
		stop();
		await choose(entra);
		expect(checks()).toBe(2);
	});

	it("sends nothing before Entra is the source, and requests no device code", async () => {
		const { checks, choose } = open({ type: "demo" });
		await choose({ ...entra, signIn: "deviceCode" });
		expect(checks()).toBe(0);
		await choose(entra);
		expect(checks()).toBe(1);
	});

	it("waits for the secret of a sign-in that needs one", async () => {
		const { checks, choose, enter } = open({ type: "demo" });
		await enter(false);
		await choose(entra);
		expect(checks()).toBe(0);
		await enter(true);
		expect(checks()).toBe(1);
		await enter(false);
		await choose({ ...entra, signIn: "azureCli" });
		expect(checks()).toBe(2);
	});

	it("warns when it fails", async () => {
		const { warnings } = open(entra, () => Promise.reject(new Error("Sign-in failed.")));
		await new Promise(setImmediate);
		expect(warnings).toEqual(["The permissions of the sign-in could not be checked. Sign-in failed."]);
	});
});
