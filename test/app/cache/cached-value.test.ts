import { describe, expect, it } from "vitest";
import { CachedValue } from "../../../src/app/cache/cached-value.ts";

describe("a cached value", () => {
	it("is loaded once for all who ask, and again after it was invalidated", async () => {
		let loads = 0;
		const value = new CachedValue(async () => {
			loads += 1;
			return loads;
		});
		expect(value.peek()).toBeUndefined();
		expect(await Promise.all([value.get(), value.get()])).toEqual([1, 1]);
		expect(await value.peek()).toBe(1);
		value.invalidate();
		expect(value.peek()).toBeUndefined();
		expect(await value.get()).toBe(2);
	});

	it("is not cached when loading it failed", async () => {
		const outcomes = [() => Promise.reject(new Error("down")), async () => "up"];
		const value = new CachedValue(() => outcomes.shift()?.() ?? Promise.reject(new Error("none left")));
		await expect(value.get()).rejects.toThrow("down");
		expect(await value.get()).toBe("up");
	});

	it("survives the failure of a load that was invalidated meanwhile", async () => {
		const first = Promise.withResolvers<string>();
		const loads = [first.promise, Promise.resolve("second")];
		const value = new CachedValue(() => loads.shift() ?? Promise.reject(new Error("none left")));
		const old = value.get();
		value.invalidate();
		const present = value.get();
		first.reject(new Error("too late"));
		await expect(old).rejects.toThrow("too late");
		expect(await present).toBe("second");
		expect(value.peek()).toBe(present);
	});
});
