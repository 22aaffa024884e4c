import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { SourceUser } from "../../../../src/source/source-user.ts";
import { person } from "../../fake-directory.ts";
import { setUp } from "../../setup.ts";

/** A source of three pages, which each wait until they may be read, and a target with two accounts. */
async function threePages(mayRead: (page: number, calls: readonly string[]) => boolean | Error) {
	const { engine, directory, target } = await setUp();
	const people = ["Ada", "Bob", "Cleo", "Dora", "Emil", "Finn"].map((name) =>
		directory.put(person(name), "Analyst"),
	);
	target.seed("ada@example.com");
	target.seed("zoe@example.com");
	async function* pages(): AsyncGenerator<readonly SourceUser[]> {
		for (let page = 0; page < 3; page += 1) {
			let may = mayRead(page, target.calls);
			for (let turn = 0; may === false && turn < 100; turn += 1) {
				await setImmediate();
				may = mayRead(page, target.calls);
			}
			if (may instanceof Error) throw may;
			if (may === false) throw new Error(`page ${page} was not read: ${target.calls.join(", ")}`);
			yield people.slice(2 * page, 2 * page + 2);
		}
	}
	const read = directory.read.bind(directory);
	directory.read = async (since) => ({ ...(await read(since)), users: pages() });
	return { engine, target };
}

const calledWith = (calls: readonly string[], name: string) => calls.some((call) => call.startsWith(name));

describe("reading both sides", () => {
	it("lists accounts while the source is still being read", async () => {
		const { engine } = await threePages((page, calls) => page < 2 || calledWith(calls, "list"));
		const { counts } = await engine.plan();
		expect(counts).toMatchObject({ create: 5, update: 1, fail: 0 });
	});

	it("does not ask the target before enough users are known", async () => {
		const { engine, target } = await threePages((page, calls) => page > 0 || calls.length === 0);
		await engine.run();
		expect(target.named("finn@example.com")).toBeDefined();
	});

	it("fails with the source's error although the target fails too", async () => {
		const { engine, target } = await threePages((page, calls) => {
			if (page < 2) return true;
			return calledWith(calls, "count") && new Error("the source broke off");
		});
		target.fate = (call) => {
			if (call === "count") throw new Error("the target broke off");
		};
		await expect(engine.plan()).rejects.toThrow("the source broke off");
	});

	it("fails with the target's error when the source has been read", async () => {
		const { engine, target } = await threePages(() => true);
		target.fate = (call) => {
			if (call === "list") throw new Error("the target broke off");
		};
		await expect(engine.plan()).rejects.toThrow("the target broke off");
	});
});
