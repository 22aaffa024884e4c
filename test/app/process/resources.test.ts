import { describe, expect, it } from "vitest";
import { Resources, withResources } from "../../../src/app/process/resources.ts";

describe("releasing resources", () => {
	it("releases all of them, the last one first, and reports the first failure", async () => {
		const released: string[] = [];
		const resources = new Resources();
		resources.defer(async () => void released.push("store"));
		for (const name of ["retention", "engine"]) {
			resources.defer(async () => {
				released.push(name);
				throw new Error(`${name} failed`);
			});
		}
		await expect(resources.release()).rejects.toThrow("engine failed");
		expect(released).toEqual(["engine", "retention", "store"]);
		await expect(resources.release()).resolves.toBeUndefined();
	});

	it("happens when opening fails midway, and not after it succeeded", async () => {
		const released: string[] = [];
		const open = (fails: boolean) =>
			withResources(async (resources) => {
				resources.defer(async () => void released.push("store"));
				if (fails) throw new Error("wrong password");
				return "opened";
			});
		await expect(open(true)).rejects.toThrow("wrong password");
		expect(released).toEqual(["store"]);
		expect(await open(false)).toBe("opened");
		expect(released).toEqual(["store"]);
	});
});
