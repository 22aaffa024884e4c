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
		events,
		now: () => 0,
	});
	const choose = async (next: Profile["source"]) => {
		source = next;
		await events.publish({ type: "connectionChanged" });
	};
	return { checks: () => checks, warnings, choose, stop };
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

	it("warns when it fails", async () => {
		const { warnings } = open(entra, () => Promise.reject(new Error("Sign-in failed.")));
		await new Promise(setImmediate);
		expect(warnings).toEqual(["The permissions of the sign-in could not be checked. Sign-in failed."]);
	});
});
