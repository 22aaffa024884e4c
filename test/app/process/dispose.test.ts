import { describe, expect, it } from "vitest";
import { dispose } from "../../../src/app/process/dispose.ts";

describe("releasing resources", () => {
	it("releases all of them, the last one first, and reports the first failure", async () => {
		const released: string[] = [];
		const resources = new AsyncDisposableStack();
		resources.defer(async () => void released.push("store"));
		for (const name of ["retention", "engine"]) {
			resources.defer(async () => {
				released.push(name);
				throw new Error(`${name} failed`);
			});
		}
		await expect(dispose(resources)).rejects.toThrow("engine failed");
		expect(released).toEqual(["engine", "retention", "store"]);
		await expect(dispose(resources)).resolves.toBeUndefined();
	});
});
