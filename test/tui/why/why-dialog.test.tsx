import { describe, expect, it } from "vitest";
import type { WhyReport } from "../../../src/app/why/why.ts";
import { entry, onDemandReport } from "../fake-data.ts";
import { createFakeSession } from "../fake-session.ts";
import { drawConsole } from "../render-console.tsx";

function openWith(explain: (userId: string) => Promise<WhyReport>) {
	return createFakeSession({ entries: [entry(1), entry(2)], why: { explain } });
}

const report = (id: string): WhyReport => ({
	user: { id, displayName: "Ada Brink", userName: "ada@example.com" },
	waits: [],
	remedies: [],
	decision: "Create the account.",
	steps: onDemandReport(false).steps,
	assignments: [{ role: "Analyst", sends: "Analyst", via: "Staff" }],
	values: [
		{
			target: "title",
			mapping: "ToUpper([jobTitle])",
			value: "DEV",
			note: "only when the account is created",
			reads: [{ name: "jobTitle", value: '"Dev"' }],
			parts: [{ depth: 0, text: "ToUpper([jobTitle])", yields: '"DEV"' }],
		},
	],
	history: [entry(2), entry(1, { status: "failure" })],
});

describe("the explanation of a user", () => {
	it("opens from a user, and shows decision, role, values and history", async () => {
		const asked: string[] = [];
		const fake = openWith(async (id) => {
			asked.push(id);
			return report(id);
		});
		const app = await drawConsole(fake, { begin: "people", columns: 120, rows: 70 });
		await app.see("Ada Brink");
		await app.press("w");
		await app.see("Why · Ada Brink");
		await app.see("Create the account.");
		await app.see(/Analyst +through Staff · sends Analyst/u);
		await app.see("DEV (only when the account is created)");
		await app.see('ToUpper([jobTitle]) → "DEV"');
		await app.see("History, newest first");
		expect(asked).toEqual(["P0"]);
		await app.press("escape");
		await app.seeNot("Why ·");
	});

	it("opens from a log entry, and shows when it is not available", async () => {
		const asked: string[] = [];
		const fake = openWith(async (id) => {
			asked.push(id);
			throw new Error("The source cannot be reached.");
		});
		const app = await drawConsole(fake, { begin: "provisioning" });
		await app.see("Create");
		await app.press("w");
		await app.see("The source cannot be reached.");
		expect(asked).toEqual(["P2"]);
	});
});
