import { describe, expect, it } from "vitest";
import { createFakeSession, type FakeData } from "../../fake-session.ts";
import { drawConsole } from "../../render-console.tsx";
import { hosted } from "./hosted-session.ts";

describe("the hand-over key", () => {
	const ada = { id: "u1", displayName: "Ada Brink", userName: "ada@example.com" };
	const handOverWith = (unmatched: readonly (typeof ada)[] = []) => {
		const performed: string[] = [];
		const planOf = (to: "direct" | "hosted") => ({
			...{ to, takenOver: 57, withoutAccount: [ada], unmatched },
			steps: ["Pause Entra's job, and wait for the end of its running cycle.", "Switch the profile."],
		});
		const handOver = {
			plan: async (to: "direct" | "hosted") => planOf(to),
			async perform(to: "direct" | "hosted") {
				performed.push(to);
				return planOf(to);
			},
		};
		return { handOver, performed };
	};

	it("shows the plan, and hands the accounts over to sumo-provision after a confirmation", async () => {
		const { handOver, performed } = handOverWith();
		const app = await drawConsole(hosted("active", {}, { handOver }));
		await app.press("O");
		await app.see("Hand the accounts over to sumo-provision?");
		await app.see("1. Pause Entra's job");
		await app.see("57 accounts taken over, 0 recreated.");
		await app.see("1 user has no account yet");
		expect(performed).toEqual([]);
		await app.press("enter");
		await app.see("sumo-provision has the accounts.");
		expect(performed).toEqual(["direct"]);
	});

	it("hands them over to Entra's job in direct mode, on Home too, and says what cannot be checked", async () => {
		const { handOver, performed } = handOverWith();
		const profile = { source: { type: "entra", tenantId: "t", clientId: "c", application: "Sumo Logic" } };
		const fake = createFakeSession({ profile: profile as NonNullable<FakeData["profile"]>, handOver });
		const app = await drawConsole(fake, { begin: "home", columns: 120, rows: 40 });
		await app.press("O");
		await app.see("Hand the accounts over to Entra's job?");
		await app.see("other machine runs sumo-provision");
		await app.press("enter");
		await app.see("Entra's job has the accounts");
		expect(performed).toEqual(["hosted"]);
	});

	it("names the users who stand in the way, and does nothing", async () => {
		const { handOver, performed } = handOverWith([ada]);
		const app = await drawConsole(hosted("active", {}, { handOver }));
		await app.press("O");
		await app.see("cannot be handed over yet");
		await app.see("Ada Brink");
		await app.press("enter");
		await app.seeNot("cannot be handed over yet");
		expect(performed).toEqual([]);
	});

	it("says why a plan fails", async () => {
		const plan = () => Promise.reject(new Error("Entra's job has no credentials yet."));
		const app = await drawConsole(hosted("active", {}, { handOver: { plan } }));
		await app.press("O");
		await app.see("The accounts cannot be handed over");
		await app.see("no credentials yet");
	});

	it("says why it cannot act for a file", async () => {
		const profile = { source: { type: "file", path: "users.csv" } };
		const fake = createFakeSession({ profile: profile as NonNullable<FakeData["profile"]> });
		const app = await drawConsole(fake, { begin: "home" });
		await app.see("Needs me");
		await app.press("O");
		await app.see("The source of this profile is a file");
	});
});
