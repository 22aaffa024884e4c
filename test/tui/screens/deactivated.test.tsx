import { describe, expect, it } from "vitest";
import { account, at, entry } from "../fake-data.ts";
import { createFakeSession } from "../fake-session.ts";
import { drawConsole } from "../render-console.tsx";

const begin = "deactivated" as const;
const accounts = [
	account("1", "ada@example.com", { displayName: "Ada Brink" }),
	account("2", "ben@example.com", {
		displayName: "Ben Otieno",
		assignedAgain: { sourceId: "P1", displayName: "Ben Otieno", isBlocked: true },
	}),
];
const fakeWith = (more = {}) => createFakeSession({ accounts, ...more });

describe("the deactivated users", () => {
	it("are listed with the time of deactivation, roles, and whether they block a user", async () => {
		const app = await drawConsole(fakeWith(), { begin });
		await app.see("2 deactivated accounts · ! 1 blocks a user who is assigned again");
		await app.see(/ada@example\.com.*2026-03-08.*– no/);
		await app.see(/ben@example\.com.*! blocked/);
		expect(app.lines()).toHaveLength(24);
	});

	it("are not to be deleted while a cycle may reactivate them", async () => {
		const assignedAgain = { sourceId: "P1", displayName: "Ben Otieno", isBlocked: false };
		const app = await drawConsole(
			fakeWith({ accounts: [account("2", "ben@example.com", { assignedAgain })] }),
			{
				begin,
				columns: 140,
			},
		);
		await app.see(/ben@example\.com.*↑ again/);
		await app.see("next cycle tries to reactivate");
		await app.seeNot(/blocks a user|Press P/);
	});

	it("show SCIM's and the classic view and the history of one", async () => {
		const history = entry(3, {
			action: "Disable",
			target: { id: "2", displayName: "Ben", userName: "ben@example.com" },
		});
		const app = await drawConsole(fakeWith({ entries: [history] }), { begin, rows: 50 });
		await app.see("ada@");
		await app.press("j", "enter");
		for (const text of [
			"From SCIM",
			"isMfaEnabled",
			"Disable ✓ success",
			"Press P to delete it and re-provision the user",
		])
			await app.see(text);
		await app.press("escape");
		await app.seeNot("From SCIM");
	});

	it("are deleted only after the content is decided and the user name is typed", async () => {
		const fake = fakeWith();
		const app = await drawConsole(fake, { begin });
		await app.see("ada@");
		await app.press("D");
		await app.see("What happens to the dashboards, searches and folders?");
		await app.press("enter");
		await app.see("Who receives the content?");
		await app.type("dev");
		await app.see("❯ Dev Patel");
		await app.seeNot("Carla Marino");
		await app.seeNot("Searching…");
		await app.press("enter");
		await app.see("The content is transferred to Dev Patel (dev@example.com).");
		await app.press("enter");
		await app.type("ada@example.co");
		await app.press("enter");
		expect(fake.calls.some((call) => call.startsWith("delete"))).toBe(false);
		await app.type("m");
		await app.press("enter");
		await app.see("✓ ada@example.com was deleted.");
		expect(fake.calls).toContain("delete ada@example.com transfer U2");
		await app.see("1 deactivated account");
	});

	it("lose their content only after a second confirmation", async () => {
		const fake = fakeWith();
		const app = await drawConsole(fake, { begin });
		await app.see("ada@");
		await app.press("D", "j", "j", "enter");
		await app.see("Permanently destroy the content?");
		await app.type("destroy");
		await app.press("enter");
		await app.see("The content is permanently destroyed");
		await app.type("ada@example.com");
		await app.press("enter");
		await app.see("was deleted");
		expect(fake.calls).toContain("delete ada@example.com destroy");
	});

	it("are left alone when the guide is left", async () => {
		const fake = fakeWith();
		const app = await drawConsole(fake, { begin });
		await app.see("ada@");
		await app.press("D", "j", "enter");
		await app.see("Type ada@example.com to confirm");
		await app.press("escape", "escape");
		await app.seeNot("What happens to the");
		expect(fake.calls.some((call) => call.startsWith("delete"))).toBe(false);
	});

	it("that block a user are deleted and the user re-provisioned in one action; R is offered only there", async () => {
		const fake = fakeWith();
		const app = await drawConsole(fake, { begin });
		await app.see("ada@");
		await app.press("P");
		await app.see("Its user is not assigned again, so there is no one to re-provision.");
		expect(app.frame()).not.toContain("is re-provisioned");
		await app.press("j", "P", "j", "enter");
		await app.see("Then Ben Otieno is re-provisioned");
		await app.type("ben@example.com");
		await app.press("enter");
		await app.see("ben@example.com was deleted and re-provisioned.");
		expect(fake.calls).toContain("deleteAndProvision ben@example.com caller");
	});

	it("stay listed when the deletion fails, with the reason", async () => {
		const fake = fakeWith();
		fake.fail("delete", "Sumo refuses: no right to manage users.");
		const app = await drawConsole(fake, { begin });
		await app.see("ada@");
		await app.press("D", "j", "enter");
		await app.type("ada@example.com");
		await app.press("enter");
		await app.see("✗ Sumo refuses: no right to manage users.");
		await app.see("2 deactivated accounts");
	});

	it("stay listed when the target keeps the account, with the reason", async () => {
		const error = {
			code: "AcceptedButNotApplied",
			category: "NonServiceFailure",
			reason: "The account 1 still exists.",
			recommendedAction: "",
			remedy: { type: "none" },
		} as const;
		const deletion = entry(90, { action: "Delete", status: "warning", error });
		const app = await drawConsole(fakeWith({ deletion }), { begin });
		await app.see("ada@");
		await app.press("D", "j", "enter");
		await app.type("ada@example.com");
		await app.press("enter");
		await app.see("ada@example.com: The account 1 still exists.");
		await app.see("2 deactivated accounts");
	});

	const snapshot = {
		id: "S1",
		takenAt: at,
		targetId: "9",
		userName: "old@example.com",
		displayName: "Old Hand",
		scim: { id: "9", userName: "old@example.com", title: "Captain" },
		classic: { isMfaEnabled: true },
		roles: ["Analyst"],
		deletedBy: "root",
		content: {
			kind: "transfer",
			to: { id: "U1", displayName: "Carla Marino", userName: "carla@example.com" },
		},
	} as const;

	it("remain as snapshots, to be opened: who deleted them, where the content went, what comes back", async () => {
		const app = await drawConsole(fakeWith({ snapshots: [snapshot] }), { begin, columns: 120, rows: 50 });
		await app.see("ada@");
		await app.press("v");
		await app.see(/old@example\.com .* root +went to Carla Marino/u);
		await app.press("enter");
		for (const text of [
			"by root",
			"went to Carla Marino (carla@example.com)",
			"its roles by name: Analyst",
			"two-step verification, which was on",
			"Captain",
			"isMfaEnabled",
		])
			await app.see(text);
		await app.press("escape", "escape");
		await app.see("2 deactivated accounts");
	});

	it("are created again from a snapshot, after what comes back and what does not was read", async () => {
		const fake = fakeWith({ snapshots: [snapshot] });
		const app = await drawConsole(fake, { begin });
		await app.see("ada@");
		await app.press("v");
		await app.see("old@example.com");
		await app.press("R");
		await app.see("Re-create old@example.com");
		await app.see("Restored: the account old@example.com, active");
		await app.see("the new account gets another one");
		await app.see("Enter: Re-create");
		expect(app.lines()).toHaveLength(24);
		await app.press("escape");
		await app.seeNot("Restored");
		expect(fake.calls).not.toContain("recreate S1");
		await app.press("R", "enter");
		await app.see("✓ old@example.com was re-created with the new ID T92.");
		expect(fake.calls).toContain("recreate S1");
	});
});
