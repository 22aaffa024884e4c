import { describe, expect, it } from "vitest";
import { person } from "../fake-data.ts";
import { createFakeSession } from "../fake-session.ts";
import { drawConsole } from "../render-console.tsx";

const begin = "on-demand" as const;

describe("provision on demand", () => {
	it("searches a user and shows the five steps without writing", async () => {
		const fake = createFakeSession();
		const app = await drawConsole(fake, { begin });
		await app.see("Ada Brink");
		await app.press("/");
		await app.type("otieno");
		await app.press("enter", "enter");
		await app.see("2 ✓ Import user (success)");
		await app.see("+ Would create. Nothing has been written yet; press p to perform it.");
		await app.see("5 · Perform action (pending)");
		expect(fake.calls.filter((call) => call.startsWith("onDemand"))).toEqual(["onDemand P1 look"]);
	});

	it("performs on request, and opens the log entry", async () => {
		const fake = createFakeSession();
		const app = await drawConsole(fake, { begin });
		await app.see("Ada Brink");
		await app.press("enter");
		await app.see("Would create");
		await app.press("p");
		await app.see("✓ Create: success.");
		await app.press("enter");
		await app.see("#77");
		expect(fake.calls).toContain("onDemand P0 perform");
	});

	it("never performs again because its tab comes back", async () => {
		const fake = createFakeSession();
		const app = await drawConsole(fake, { begin });
		await app.see("Ada Brink");
		await app.press("enter");
		await app.see("Would create");
		await app.press("p");
		await app.see("✓ Create: success.");
		await app.press("4", "g", "o", "4", "g", "o");
		await app.see("✓ Create: success.");
		await app.press("p");
		expect(fake.calls.filter((call) => call.endsWith("perform"))).toHaveLength(1);
	});

	it("takes another user with /, goes back with Esc", async () => {
		const app = await drawConsole(createFakeSession(), { begin });
		await app.see("Ada Brink");
		await app.press("enter");
		await app.see("Would create");
		await app.press("/");
		await app.type("carla");
		await app.see("1 of 7");
		await app.press("enter", "enter");
		await app.see("Carla Marino · user2@example.com");
		await app.press("escape");
		await app.see("Press Enter to preview");
	});

	it("offers users only, and shows an error", async () => {
		const fake = createFakeSession({
			people: [person(0), person(1, { type: "Group", displayName: "Staff" })],
		});
		fake.fail("onDemand", "The user was not found in Entra ID.");
		const app = await drawConsole(fake, { begin });
		await app.see("Ada Brink");
		expect(app.frame()).not.toContain("Staff");
		await app.press("enter");
		await app.see("✗ The user was not found in Entra ID.");
		await app.press("escape");
		await app.press("q");
	});
});
