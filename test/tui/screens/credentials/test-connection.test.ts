import { describe, expect, it } from "vitest";

import { fakeConnection, open } from "./connection.ts";

describe("Test Connection", () => {
	it("shows both lines of the portal when all is well", async () => {
		const app = await open();
		await app.press("c");
		await app.see("✓ Testing connection to Sumo Logic");
		await app.see("  The supplied credentials are authorized to enable provisioning");
	});

	it("works on unsaved edits, and forgets its outcome when they change", async () => {
		const app = await open();
		await app.press("enter");
		await app.type(" X");
		await app.press("enter", "c");
		await app.see("✓ Testing connection to Sumo Logic X");
		expect(app.saves).toEqual([]);
		await app.press("u");
		await app.seeNot("Testing connection");
	});

	it("shows what is wrong and how to fix it", async () => {
		const fake = fakeConnection(
			{},
			{
				test: async () => ({
					ok: false,
					message: "Sumo Logic refused the access key.",
					advice: "Make a new one.",
				}),
			},
		);
		const app = await open(fake);
		await app.press("c");
		await app.see("✗ Sumo Logic refused the access key.");
		await app.see("Make a new one.");
	});

	it("names the key and screen of a remedy", async () => {
		const testSource = async () =>
			({
				...{ ok: false, message: "The tenant has no such application.", advice: "", assigned: null },
				remedy: { type: "set-up-application" },
			}) as const;
		const app = await open(fakeConnection({}, { testSource }));
		await app.press("C");
		await app.see(/✗ The tenant has no such application\.\n +Press p on screen gi \(Set up Entra\)/u);
	});

	it("runs once at a time, and Esc cancels it", async () => {
		const signals: (AbortSignal | undefined)[] = [];
		const fake = fakeConnection(
			{},
			{
				test: (_draft, signal) => {
					signals.push(signal);
					return new Promise((_, reject) =>
						signal?.addEventListener("abort", () => reject(new DOMException("Aborted", "AbortError"))),
					);
				},
			},
		);
		const app = await open(fake);
		await app.press("c", "c", "C");
		await app.see("Testing connection to Sumo Logic… (Esc cancels)");
		await app.press("escape");
		await app.see("Test canceled.");
		await app.seeNot("Esc cancels");
		expect(signals.map((signal) => signal?.aborted)).toEqual([true]);
	});

	it("has a sister for the source", async () => {
		const app = await open();
		await app.press("C");
		await app.see("✓ Demo tenant: 12 assigned");
	});
});
