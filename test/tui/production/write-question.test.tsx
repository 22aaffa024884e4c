import { expect, it } from "vitest";
import { people } from "../fake-data.ts";
import { createFakeSession } from "../fake-session.ts";
import { drawConsole } from "../render-console.tsx";

it("asks for the name of a production target before a message says that something is done", async () => {
	const fake = createFakeSession({ profile: { production: true } });
	const app = await drawConsole(fake, { begin: "people" });
	await app.see("Ada");
	await app.press("p");
	await app.see("Would create. Nothing has been");
	await app.press("p");
	await app.see("Production: Provision on demand?");
	await app.press("escape");
	await app.see("Canceled. Nothing was written.");
	expect(fake.calls.some((call) => call.endsWith("perform"))).toBe(false);
});

it("asks one question before a cycle of a production target, with its counts and its name", async () => {
	const fake = createFakeSession({ profile: { production: true } });
	const app = await drawConsole(fake, { begin: "home" });
	await app.press("p");
	await app.see("Plan of");
	await app.see("The target us2 is production.");
	await app.press("enter");
	expect(fake.calls).not.toContain("runNow");
	await app.type("us2");
	await app.press("enter");
	await app.until(() => expect(fake.calls).toContain("runNow"));
	expect(app.frame()).not.toContain("Production: Run a cycle?");
	await app.see("Cycle completed");
	await app.press("p");
	await app.see("The target us2 is production.");
});

it("asks for the number and the name together where several users lose their assignment", async () => {
	const assigned = [{ assignmentId: "a", roleId: "r", role: "User", via: null }];
	const two = people.slice(0, 2).map((person) => ({ ...person, assigned }));
	const fake = createFakeSession({ profile: { production: true }, people: two });
	const app = await drawConsole(fake, { begin: "people" });
	await app.see(two[0]?.displayName ?? "");
	await app.press("ctrl+a", "x");
	await app.see("Type 2 us2 to confirm:");
	await app.type("2 us2");
	await app.press("enter");
	await app.until(() => expect(fake.calls.some((call) => call.startsWith("unassign"))).toBe(true));
	await app.seeNot("Production:");
});

it("asks as before where the profile is not production, or the action writes nothing", async () => {
	const fake = createFakeSession({ profile: { production: true }, status: { enabled: true } });
	const app = await drawConsole(fake, { begin: "home" });
	await app.press("o");
	await app.see("Turn provisioning off?");
	expect(app.frame()).not.toContain("is production");
	await app.press("enter");
	await app.until(() => expect(fake.calls).toContain("setEnabled false"));
});
