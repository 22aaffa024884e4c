import { describe, it } from "vitest";
import { entry, failedEntry, person } from "../fake-data.ts";
import { createFakeSession } from "../fake-session.ts";
import { drawConsole } from "../render-console.tsx";

const role = (name: string) => [{ assignmentId: name, roleId: name, role: name, via: null }];

describe("a filter of users", () => {
	it("finds status and role by these names: status:failed role:Analyst -guest", async () => {
		const app = await drawConsole(
			createFakeSession({
				people: [
					person(1, { displayName: "Ada", assigned: role("Analyst") }),
					person(2, { displayName: "Bob", assigned: role("Analyst") }),
					person(3, { displayName: "Cy", assigned: role("Admin") }),
					person(4, { displayName: "Di", assigned: role("Analyst"), guest: true }),
				],
				entries: [failedEntry(1), entry(2), failedEntry(3), failedEntry(4)].map((one, index) => ({
					...one,
					sequence: index + 1,
					source: { id: `P${index + 1}`, displayName: "", userName: "" },
				})),
			}),
			{ begin: "people" },
		);
		await app.see(/Ada .*✗/u);
		await app.press("/");
		await app.type("status:failed role:Analyst -guest");
		await app.see("1 of 4");
		await app.see("❯ Ada");
		await app.seeNot("Bob");
		await app.press("ctrl+u");
		await app.type("rol");
		await app.see("Role:");
		await app.press("tab");
		await app.see("Analyst");
	});
});

describe("an empty list", () => {
	it("says why there is nothing to export", async () => {
		const app = await drawConsole(createFakeSession({ people: [] }), { begin: "people" });
		await app.see("No users or groups.");
		await app.press("E");
		await app.see("There are no rows to export.");
	});
});
