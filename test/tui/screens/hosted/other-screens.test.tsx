import { describe, expect, it } from "vitest";
import { account } from "../../fake-data.ts";
import { drawConsole } from "../../render-console.tsx";
import { hosted } from "./hosted-session.ts";

describe("the log screen in hosted mode", () => {
	it("shows once why Entra's log cannot be read", async () => {
		const fake = hosted("active");
		const log = () => Promise.reject(new Error("A permission is missing."));
		const app = await drawConsole({
			...fake,
			session: { ...fake.session, provisioning: { ...fake.session.provisioning, log } },
		});
		await app.press("4");
		await app.see("A permission is missing.");
		await app.press("j");
		await app.see("paused");
		expect(app.lines().join("\n").split("A permission is missing.")).toHaveLength(2);
	});
});

describe("rules and accounts in hosted mode", () => {
	it("say that mappings and scope are those of Entra's job", async () => {
		const app = await drawConsole(hosted("active"), { begin: "mapping" });
		await app.see(/\d attribute mappings of Entra's job: each save is written to it/);
		await app.press("g", "s");
		await app.see("Entra's job: Assigned users");
	});

	it("re-provision no account, and show what to do instead", async () => {
		const accounts = [
			account("2", "ben@example.com", {
				assignedAgain: { sourceId: "P1", displayName: "Ben Otieno", isBlocked: true },
			}),
		];
		const app = await drawConsole(hosted("active", {}, { accounts }), { begin: "deactivated" });
		await app.see("ben@");
		await app.press("P");
		await app.see("delete the account with D");
		await app.seeNot("What happens to the dashboards");
	});

	it("show in the details of a blocking account the keys that work in this mode", async () => {
		const accounts = [
			account("2", "ben@example.com", {
				assignedAgain: { sourceId: "P1", displayName: "Ben Otieno", isBlocked: true },
			}),
		];
		const app = await drawConsole(hosted("active", {}, { accounts }), { begin: "deactivated", rows: 50 });
		await app.see("ben@");
		await app.press("enter");
		await app.see("From SCIM");
		await app.see("Press D to delete it, then provision the user on demand");
		await app.seeNot("Press P");
	});
});

describe("the plan in hosted mode", () => {
	it("shows the prediction, and why no cycle can be run here", async () => {
		const fake = hosted("active");
		const app = await drawConsole(fake);
		await app.press("3");
		await app.see("predicts Entra's next cycle");
		await app.see("Entra runs the cycles of its job by its own clock.");
		await app.press("p");
		await app.seeNot("Run a cycle now?");
		expect(fake.calls).not.toContain("runNow");
	});
});

describe("on demand in hosted mode", () => {
	it("shows no preview, and asks before Entra provisions the user", async () => {
		const fake = hosted("active");
		const app = await drawConsole(fake, { begin: "on-demand" });
		await app.see("Press Enter to choose a user.");
		await app.see("Ada Brink");
		await app.press("enter");
		await app.see("Entra cannot preview a user on demand. Press p");
		const provisioned = () => fake.calls.filter((call) => call.startsWith("onDemand"));
		expect(provisioned()).toEqual([]);
		await app.press("p");
		await app.see("Provision this user now?");
		await app.press("enter");
		await app.see("Perform action");
		expect(provisioned()).toEqual([expect.stringMatching(/^onDemand \S+ perform$/)]);
	});
});
