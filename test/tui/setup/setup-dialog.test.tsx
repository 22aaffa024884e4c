import { describe, expect, it } from "vitest";
import type { Setup, SetupStep } from "../../../src/app/setup/setup.ts";
import { createFakeSession } from "../fake-session.ts";
import { drawConsole } from "../render-console.tsx";

const ready = (id: SetupStep["id"]): SetupStep => ({ id, state: "ready", findings: [`${id} is fine`] });
const steps: readonly SetupStep[] = [
	ready("credentials"),
	{ id: "signOn", state: "attention", findings: ["select Disable Requested Authentication Context"] },
	{ id: "people", state: "failed", findings: ["the file is not there"] },
	{ id: "mappings", state: "waiting", findings: ["people come first"] },
	ready("provisioning"),
];

function setupOf(found: readonly SetupStep[]) {
	const rounds: number[] = [];
	const setup: Setup = {
		async check({ onStep } = {}) {
			rounds.push(found.length);
			for (const step of found) onStep?.(step);
			return found;
		},
	};
	return { setup, rounds };
}

async function open(found = steps) {
	const { setup, rounds } = setupOf(found);
	const app = await drawConsole(createFakeSession({ setup }), { begin: "credentials" });
	await app.press("I");
	return { ...app, rounds };
}

describe("the setup guide of a new profile", () => {
	it("opens by itself, and shows what each step needs before anything is checked", async () => {
		const { setup, rounds } = setupOf(steps);
		const connection = {
			secretsSaved: () => ({ accessKey: false, sourceSecret: false }),
			check: () => [{ field: "accessId", severity: "error", message: "The access ID is missing." } as const],
		};
		const app = await drawConsole(createFakeSession({ setup, connection }), { begin: "credentials" });
		await app.see(/❯ 1 Access key and Test Connection +· to do/);
		await app.see("You need: an access ID and access key of a Sumo Logic administrator");
		await app.see(/e edits a field, s saves, and c tests the.*\n.*connection\./);
		expect(app.frame()).not.toContain("✗");
		await app.press("j", "j");
		await app.see("a assigns and x unassigns");
		expect(rounds).toEqual([]);
		await app.press("r");
		await app.see(/3 Users and groups +✗ not done/);
		expect(rounds).toHaveLength(1);
		await app.press("escape");
		await app.seeNot("Setup guide");
		await app.see("new here? Press I for the setup guide");
		expect(app.frame()).not.toContain("✗");
	});
});

describe("the setup guide", () => {
	it("names the key and screen of a step's remedy below its findings", async () => {
		const remedy = { type: "set-up-application" } as const;
		const app = await open([{ id: "people", state: "failed", findings: ["no such application"], remedy }]);
		await app.see("no such application");
		await app.see("Press p on screen gi (Set up Entra)");
	});

	it("lists the steps with their state, and shows the findings of the first one to check", async () => {
		const app = await open();
		await app.see(/1 Access key and Test Connection +✓ ready/);
		await app.see(/❯ 2 Single sign-on in Sumo Logic +! check/);
		await app.see(/3 Users and groups +✗ not done/);
		await app.see(/4 Attribute mappings and roles +– waiting/);
		await app.see("select Disable Requested Authentication Context");
	});

	it("goes to the screen of a step, and names the place of a step without a screen", async () => {
		const app = await open();
		await app.see("❯ 2");
		await app.press("enter");
		await app.see("Do this step in Sumo Logic");
		await app.press("j", "j");
		await app.see("people come first");
		await app.press("enter");
		await app.seeNot("Setup guide");
		await app.see("Target");
	});

	it("goes to the credentials when the source cannot be read", async () => {
		const app = await open();
		await app.see("❯ 2");
		await app.press("j");
		await app.see("the file is not there");
		await app.press("enter");
		await app.seeNot("Setup guide");
		await app.see("Target and source");
	});

	it("checks again on request", async () => {
		const app = await open();
		await app.see("❯ 2");
		await app.press("r");
		await app.until(() => expect(app.rounds).toHaveLength(2));
	});

	it("is offered to those who have no key yet, once it was closed", async () => {
		const connection = { secretsSaved: () => ({ accessKey: false, sourceSecret: false }) };
		const app = await drawConsole(createFakeSession({ connection }), { begin: "credentials" });
		await app.see("Setup guide");
		await app.press("escape");
		await app.see("new here? Press I for the setup guide");
	});
});
