import { describe, expect, it } from "vitest";
import { openCreations } from "../../../../src/app/guided-setup/creations.ts";
import { roleId } from "../../../../src/app/guided-setup/role-id.ts";
import { createOnce } from "../../../../src/app/guided-setup/steps/create-once.ts";
import type { Starts } from "../../../../src/config/starts.ts";
import { graphFailure } from "../../../../src/entra/graph/graph-error.ts";
import { DirectoryError } from "../../../../src/ports/source/directory.ts";

/** A record in memory, the time, and what `createOnce` needs of a run. */
function open() {
	const kept = new Map<string, { readonly by: string; readonly at: number }>();
	const starts: Starts = {
		of: async (key) => kept.get(key),
		record: async (key, one) => void kept.set(key, one),
		forget: async (key) => void kept.delete(key),
	};
	const time = { now: 0, pauses: 0 };
	const creations = openCreations(starts, "tenant", "ada", () => time.now);
	const pause = async () => {
		time.pauses += 1;
	};
	const create = (find: () => Promise<string | undefined>, made: () => Promise<string>) =>
		createOnce({ parts: { creations, pause }, signal: undefined }, "certificate:1", find, made);
	return { create, time, kept };
}

const never = async () => expect.unreachable("created again");
const missing = async () => undefined;

describe("a creation that a second request would repeat", () => {
	it("is not looked for the first time, and is forgotten when it is done", async () => {
		const { create, kept } = open();
		expect(await create(never, async () => "made")).toBe("made");
		expect(kept.size).toBe(0);
	});

	it("is looked for after an interruption, until it is visible", async () => {
		const { create, kept, time } = open();
		await expect(
			create(missing, async () => {
				throw new DirectoryError("network", "The connection was lost.");
			}),
		).rejects.toThrow("lost");
		expect(kept.size).toBe(1);
		let looks = 0;
		expect(await create(async () => (++looks < 3 ? undefined : "found"), never)).toBe("found");
		expect(time.pauses).toBe(2);
		expect(kept.size).toBe(0);
	});

	it("is not looked for after a refusal, or when the interruption is longer ago than replication takes", async () => {
		const { create, time } = open();
		const refused = async () => {
			throw new DirectoryError("forbidden", "Not allowed.");
		};
		await expect(create(missing, refused)).rejects.toThrow("Not allowed");
		expect(await create(never, async () => "made")).toBe("made");
		const throttled = async () => {
			throw graphFailure(429, "", "POST /jobs");
		};
		await expect(create(missing, throttled)).rejects.toThrow("429");
		expect(await create(never, async () => "made")).toBe("made");
		const lost = async () => {
			throw new DirectoryError("network", "The connection was lost.");
		};
		await expect(create(missing, lost)).rejects.toThrow("lost");
		time.now += 11 * 60_000;
		expect(await create(never, async () => "made")).toBe("made");
	});
});

it("gives an app role the same id each time, and another one in another application", () => {
	const id = roleId({ appId: "a" }, "Analyst");
	expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
	expect(roleId({ appId: "a" }, "Analyst")).toBe(id);
	expect(roleId({ appId: "b" }, "Analyst")).not.toBe(id);
	expect(roleId({ appId: "a" }, "User")).not.toBe(id);
});
