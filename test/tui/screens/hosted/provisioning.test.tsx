import { describe, expect, it } from "vitest";
import { drawConsole } from "../../render-console.tsx";
import { hosted } from "./hosted-session.ts";

describe("the provisioning screen in hosted mode", () => {
	it.each([
		{ columns: 80, rows: 24 },
		{ columns: 200, rows: 50 },
	])("shows state, counts, last cycle and failures at $columns×$rows", async (size) => {
		const app = await drawConsole(hosted("active"), size);
		await app.see("Entra's job ● On");
		await app.see("State Active · 57 users synchronized");
		await app.see("Last cycle: ! 1 failed, ended");
		await app.see("3 users read · 2 changes.");
		await app.see(/Press F for the\s+failures/u);
		await app.see("up to 15 min late");
	});

	it("shows the progress of the first cycle", async () => {
		const app = await drawConsole(hosted("running_first_cycle"));
		await app.see("120/400 objects");
	});

	it("shows a quarantine with its reason and what to do", async () => {
		const app = await drawConsole(hosted("quarantined"), { columns: 200, rows: 50 });
		await app.see("In quarantine since");
		await app.see(/since [^:]+:\d\d [^:]+: EncounteredQuarantineException/u);
		await app.seeNot("EncounteredQuarantineException: EncounteredQuarantineException");
		await app.see("Press p on screen gi (Set up Entra)");
	});

	it("shows why the job cannot be read", async () => {
		const problem = "The application permission Synchronization.Read.All is missing.";
		const app = await drawConsole(hosted("active", { hosted: { job: null, problem } }));
		await app.see("The state of Entra's job could not be read");
		await app.see("Synchronization.Read.All");
	});

	it("has no keys for what Entra cannot do, and shows the reasons", async () => {
		const fake = hosted("active");
		const app = await drawConsole(fake);
		await app.press("p");
		await app.press("t");
		await app.press("!");
		await app.see("What Entra's job cannot do");
		await app.see("by its own clock");
		await app.press("escape");
		await app.seeNot("What Entra's job cannot do");
		expect(fake.calls).toEqual([]);
	});

	it("starts and pauses the job after a confirmation in its own words", async () => {
		const fake = hosted("created");
		const app = await drawConsole(fake);
		await app.see("○ Disabled");
		await app.press("o");
		await app.see("Start Entra's job?");
		await app.press("enter");
		await app.see("Entra's job is on.");
		await app.see("next cycle in");
		await app.press("o");
		await app.see("Pause Entra's job?");
		await app.press("enter");
		await app.see("Entra's job is paused.");
		expect(fake.calls).toEqual(["setEnabled true", "setEnabled false"]);
	});

	it("explains each reset by its effect, and asks for the word before links are dropped", async () => {
		const fake = hosted("active");
		const app = await drawConsole(fake, { columns: 120, rows: 40 });
		await app.press("T");
		await app.see("like Restart in the portal");
		await app.see("links kept; reads all users");
		await app.see("links dropped; removes all links");
		await app.press("enter");
		await app.see("Restart Entra's job?");
		await app.press("enter");
		await app.see("Entra's job restarts.");
		await app.press("T");
		for (let step = 0; step < 4; step++) await app.press("down");
		await app.press("enter");
		await app.see("removes all links");
		await app.type("restart");
		await app.press("enter");
		await app.see("Entra's job restarts.");
		expect(fake.calls).toEqual(["reset watermark escrows quarantine", "reset links"]);
	});

	it("shows the whole effect of the selected reset at 80 columns", async () => {
		const app = await drawConsole(hosted("active"));
		const read = () =>
			app
				.lines()
				.join(" ")
				.replace(/[│\s]+/gu, " ");
		await app.press("T");
		await app.see("like Restart in the portal");
		await app.press("l");
		await app.see("◉ links");
		expect(read()).toContain("users are matched again, and renamed users may get a second account");
	});

	it("allows held deletions after the word is typed", async () => {
		const fake = hosted("quarantined", { staged: 1 });
		const app = await drawConsole(fake);
		await app.press("A");
		await app.see("Allow the held deletions?");
		await app.see("Entra's log does not show them yet");
		await app.type("allow");
		await app.press("enter");
		await app.see("The job restarts.");
		expect(fake.calls).toEqual(["allowDeletions"]);
	});
});
