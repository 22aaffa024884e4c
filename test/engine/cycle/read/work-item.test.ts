import { expect, it } from "vitest";
import { WorkItems } from "../../../../src/engine/cycle/read/work-item.ts";

it("finds the users among those to process by their ids, as they were added", () => {
	const items = new WorkItems({ links: new Map(), escrow: new Map() });
	items.add({ id: "ada", attributes: { displayName: "Ada", otherMails: ["a@example.com"] } }, []);
	items.addAbsent("bob", "DeletedAtSource");
	items.add({ id: "cid", attributes: { displayName: "Cid" } }, []);
	const userOf = items.usersById();
	expect(userOf("ada")).toEqual({
		id: "ada",
		attributes: { displayName: "Ada", otherMails: ["a@example.com"] },
	});
	expect(userOf("cid")?.attributes.displayName).toBe("Cid");
	expect(userOf("bob")).toBeUndefined();
	expect(userOf("dan")).toBeUndefined();
});
