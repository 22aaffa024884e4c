import { describe, expect, it } from "vitest";
import { planReport } from "../fake-data.ts";
import { createFakeSession, type FakeSession } from "../fake-session.ts";
import { type Drawn, drawConsole } from "../render-console.tsx";

/** Events without news first: React may draw once more before it skips what has not changed. */
async function afterEventsWithoutNews(fake: FakeSession, app: Drawn) {
	for (let event = 0; event < 3; event += 1) {
		fake.setStatus({});
		await app.press();
		await new Promise((resolve) => setImmediate(resolve));
	}
}

/** What another console saved is shown without a key: nothing else in the status changes with it. */
describe("a profile that another process changed", () => {
	it("is marked as production at once", async () => {
		const fake = createFakeSession();
		const app = await drawConsole(fake, { begin: "home" });
		expect(app.frame()).not.toContain("PRODUCTION");
		await afterEventsWithoutNews(fake, app);
		fake.setProfile({ production: true });
		await app.see(" PRODUCTION ");
	});

	it("shows its keys by the job that provisions now", async () => {
		const fake = createFakeSession();
		const app = await drawConsole(fake, { begin: "home", columns: 120 });
		const { provisioning } = fake.session.profile();
		await afterEventsWithoutNews(fake, app);
		expect(app.lines().at(-1)).not.toContain("restart");
		fake.setProfile({ provisioning: { ...provisioning, mode: "hosted" } });
		await app.until(() => expect(app.lines().at(-1)).toContain("T restart"));
	});

	it("names its source in Users & groups", async () => {
		const fake = createFakeSession({ people: [] });
		const app = await drawConsole(fake, { begin: "people", columns: 120 });
		await app.see("Entra");
		await afterEventsWithoutNews(fake, app);
		fake.setProfile({ source: { type: "file", path: "/users.csv" } });
		await app.until(() => expect(app.lines()[4]).toContain("Source"));
	});

	it("is planned again while the question before a cycle is open", async () => {
		const fake = createFakeSession({ plan: planReport() });
		const app = await drawConsole(fake, { begin: "home" });
		await app.press("p");
		await app.see("Plan of");
		const planned = () => fake.calls.filter((call) => call === "plan").length;
		expect(planned()).toBe(1);
		fake.setProfile({ production: true });
		await app.until(() => expect(planned()).toBe(2));
		await app.seeNot("out of date");
	});
});
