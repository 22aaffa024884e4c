import { describe, expect, it } from "vitest";
import { createScimTargets } from "../../src/scim-client/target.ts";
import { ada, all, simulated } from "./simulated-target.ts";

describe("A target, against the simulated Sumo", () => {
	it("creates, finds, reads, changes and deletes", async () => {
		const { target, control } = await simulated();
		const created = await target.create(ada);
		expect(created).toMatchObject({ userName: "ada@example.com", active: true });
		expect(await target.find("userName", "ada@example.com")).toMatchObject([{ id: created.id }]);
		expect(await target.find('emails[type eq "work"].value', "ada@example.com")).toHaveLength(1);
		expect(await target.get(created.id)).toMatchObject({ id: created.id });

		const changed = await target.update(created, [{ op: "replace", path: "name.familyName", value: "King" }]);
		expect(changed).toMatchObject({ name: { givenName: "Ada", familyName: "King" } });

		await target.delete(created.id);
		expect(await target.get(created.id)).toBeUndefined();
		expect(control.user("ada@example.com")).toBeUndefined();
		await target.delete(created.id);
		expect(target.requests()).toBe(8);
	});

	it("lists everyone once though totals are wrong, pages are small and overlap, and startIndex is 0", async () => {
		const { target, control } = await simulated({ users: 250, existing: 250 });
		for (const totalOffBy of [0, -200, 500])
			for (const largestPage of [1000, 100, 7]) {
				control.behave({ totalOffBy, largestPage, pageOverlap: 3, startIndexZero: true });
				const ids = (await all(target)).map(({ id }) => id);
				expect(ids).toEqual(control.users().map(({ id }) => id));
			}
	});

	it("counts with one request", async () => {
		const { target, control } = await simulated({ users: 20, existing: 20 });
		expect(await target.count()).toBe(control.users().length);
		expect(target.requests()).toBe(1);
	});

	it.each(["lost", "truncated", "garbled"] as const)(
		"creates a user once though the answer to POST is %s, without sending it again",
		async (kind) => {
			const { target, control } = await simulated();
			control.fault({ kind, method: "POST" });
			const created = await target.create(ada);
			expect(control.users().filter(({ userName }) => userName === ada.userName)).toHaveLength(1);
			expect(control.user(ada.userName)?.id).toBe(created.id);
			expect(control.journal().filter(({ method }) => method === "POST")).toHaveLength(1);
		},
	);

	it("sends a POST again when it was cut before anything was done", async () => {
		const { target, control } = await simulated();
		control.fault({ kind: "reset", method: "POST" });
		control.fault({ kind: "status", status: 503, method: "POST" });
		await target.create(ada);
		expect(control.users().filter(({ userName }) => userName === ada.userName)).toHaveLength(1);
		// Three POSTs, a look-up after each of the first two, and two requests that show whether the filter ignores case.
		expect(target.requests()).toBe(7);
	});

	it("uses PUT once PATCH was refused, and remembers it for all priorities", async () => {
		for (const patch of ["405", "501"] as const) {
			const { client, control } = await simulated();
			const targets = createScimTargets(client, "test");
			control.behave({ patch });
			const created = await targets("cycle").create(ada);
			const changed = await targets("cycle").update(created, [
				{ op: "replace", path: "active", value: false },
			]);
			expect(changed).toMatchObject({ active: false, name: { givenName: "Ada", familyName: "Lovelace" } });
			await targets("interactive").update(changed, [
				{ op: "replace", path: "name", value: { givenName: "A", familyName: "King" } },
			]);
			expect(control.user(ada.userName)).toMatchObject({ active: false, familyName: "King" });
			const methods = control.journal().map(({ method }) => method);
			expect(methods).toEqual(["POST", "PATCH", "PUT", "PUT"]);
		}
	});

	it("sends the version it read, and tells when the user was changed since", async () => {
		const { target, control } = await simulated();
		control.behave({ etags: true });
		const created = await target.create(ada);
		await target.update(created, [{ op: "replace", path: "name.givenName", value: "Augusta" }]);
		const late = target.update(created, [{ op: "replace", path: "name.givenName", value: "A." }]);
		await expect(late).rejects.toMatchObject({ name: "ScimError", code: "precondition-failed", status: 412 });
	});

	it("tells that a user to change is gone", async () => {
		const { target } = await simulated();
		const created = await target.create(ada);
		await target.delete(created.id);
		const late = target.update(created, [{ op: "replace", path: "active", value: false }]);
		await expect(late).rejects.toMatchObject({ name: "ScimError", code: "not-found" });
	});
});
