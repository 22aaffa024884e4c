import { describe, expect, it } from "vitest";
import { person } from "../fake-directory.ts";
import { refusal } from "../fake-target.ts";
import { setUp } from "../setup.ts";

describe("a deactivated account", () => {
	it("enables a user who is assigned again", async () => {
		const { engine, directory, target } = await setUp();
		directory.put(person("Ada"), "User");
		await engine.run();
		await directory.unassign("source-ada");
		await engine.run();
		await directory.assign({ id: "source-ada" }, "role-analyst");
		expect(await engine.run()).toMatchObject({ enabled: 1 });
		expect(target.named("ada@example.com")).toMatchObject({ active: true, roles: [{ value: "Analyst" }] });
	});

	it.each(["refuse", "ignore"] as const)(
		"blames the deactivated account when the target does not enable it (%s)",
		async (reactivation) => {
			const { engine, directory, target, entries } = await setUp();
			target.seed("ada@example.com", { active: false });
			target.reactivation = reactivation;
			directory.put(person("Ada"), "User");
			expect(await engine.run()).toMatchObject({ failed: 1 });
			const [entry] = await entries();
			expect(entry).toMatchObject({
				action: "Enable",
				status: "failure",
				error: { code: "BlockedByDeactivatedAccount" },
			});
			expect(entry?.error?.reason).toContain("account-1");
		},
	);

	it.each([
		["invalid", 400],
		["forbidden", 403],
	] as const)("blames it also when the refusal is %s (%i), by the target's words", async (code, status) => {
		const { engine, directory, target, entries } = await setUp();
		target.seed("ada@example.com", { active: false });
		target.fate = (call, when) => {
			if (call === "update" && when === "before") throw refusal(code, status, "Cannot activate this user");
		};
		directory.put(person("Ada"), "User");
		await engine.run();
		expect((await entries())[0]?.error).toMatchObject({
			code: "BlockedByDeactivatedAccount",
			reason: expect.stringContaining("Cannot activate this user"),
		});
	});

	it("names the deactivated account that keeps an address taken under another name", async () => {
		const { engine, directory, target, entries } = await setUp();
		target.seed("old-ada@example.com", {
			active: false,
			emails: [{ value: "ada@example.com", type: "work" }],
		});
		directory.put(person("Ada"), "User");
		await engine.run();
		expect((await entries())[0]?.error).toMatchObject({
			code: "BlockedByDeactivatedAccount",
			reason: expect.stringContaining("old-ada@example.com"),
		});
	});
});
