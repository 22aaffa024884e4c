import { describe, expect, it } from "vitest";
import { ScimError } from "../../../src/scim/errors.ts";
import { hour } from "../fake-clock.ts";
import { person } from "../fake-directory.ts";
import { refusal } from "../fake-target.ts";
import { setUp } from "../setup.ts";

/** Ada's account changes between reading and writing, and the request that reads it again fails. Bob's does not. */
async function withAdaUnreadable(fault: ScimError) {
	const setup = await setUp({ settings: { concurrency: 1 } });
	const { directory, target } = setup;
	for (const name of ["Ada", "Bob"]) {
		target.seed(`${name.toLowerCase()}@example.com`, { name: { givenName: "Eve", familyName: "X" } });
		directory.put(person(name), "User");
	}
	let isChanged = false;
	target.fate = (call, when, about) => {
		if (!about.startsWith("ada@") || when !== "before") return;
		if (call === "update") isChanged = true;
		if (call === "update") throw refusal("precondition-failed", 412, "changed");
		if (call === "find" && isChanged) throw fault;
	};
	return setup;
}

describe("a target that fails while an overtaken change is planned again", () => {
	it.each([
		refusal("unavailable", 500, "out of order"),
		refusal("forbidden", 403, "no such key"),
		new ScimError("not-scim", "200: no JSON", { status: 200, detail: "no JSON" }),
	])("is that user's failure, and the cycle continues (%s)", async (fault) => {
		const { engine, store, entries } = await withAdaUnreadable(fault);
		expect(await engine.run()).toMatchObject({ outcome: "completed", failed: 1, updated: 1 });
		const logged = (await entries()).map(({ source, action, status }) => [source?.userName, action, status]);
		expect(logged).toEqual([
			["ada@example.com", "Update", "failure"],
			["bob@example.com", "Update", "success"],
		]);
		expect((await entries())[0]?.error?.reason).toContain(fault.detail ?? fault.message);
		expect(await store.escrow()).toMatchObject([{ sourceId: "source-ada", attempts: 1 }]);
		expect(await store.openIntents()).toEqual([]);
	});

	it("is a pause when the target asks for one, and no user fails for it", async () => {
		const { engine, store } = await withAdaUnreadable(
			new ScimError("too-many-requests", "429: wait", { status: 429, pause: { ms: hour } }),
		);
		expect(await engine.run()).toMatchObject({ outcome: "paused", failed: 0 });
		expect(await store.escrow()).toEqual([]);
		expect(await store.openIntents()).toEqual([]);
	});
});
