import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, it } from "vitest";
import { openStore } from "../../src/store/sqlite/open.ts";
import { bundled } from "../bundled.ts";
import { sampleOutcome, storePath } from "./samples.ts";

function program(name: string): string {
	return new URL(`./processes/${name}.ts`, import.meta.url).pathname;
}

function start(file: string, args: readonly string[]): ChildProcess {
	return spawn(process.execPath, [file, ...args], { stdio: ["pipe", "pipe", "inherit"] });
}

/** Reads lines until one is wanted. */
async function line(child: ChildProcess, wanted: (text: string) => boolean): Promise<string> {
	if (child.stdout === null) throw new Error("no output to read");
	for await (const text of createInterface({ input: child.stdout })) if (wanted(text)) return text;
	throw new Error("the process ended first");
}

describe("a process that is killed", () => {
	it("leaves its intents open, or its outcomes whole: no gap, no half, nothing twice", async () => {
		const file = storePath();
		const settling = await bundled(join(import.meta.dirname, "processes/settling.ts"));
		let batch = 0;
		for (const [steps, kind] of [
			[1, "intended"],
			[3, "settled"],
			[7, "intended"],
			[12, "settled"],
			[20, "intended"],
		] as const) {
			const child = start(settling, [file, String(batch)]);
			await line(child, (text) => text === `${kind} ${batch + steps}`);
			child.kill("SIGKILL");
			await once(child, "exit");

			const store = await openStore(file);
			const entries = await store.log({ order: "ascending", limit: 10_000 });
			expect(entries.map((entry) => entry.sequence)).toEqual(entries.map((_, index) => index + 1));
			const settled = new Set(entries.map((entry) => entry.changeId));
			expect(settled.size).toBe(entries.length);
			const links = (await Array.fromAsync(store.links())).flat().map((link) => link.sourceId);
			expect(new Set(links)).toEqual(new Set([...settled].map((id) => `source-${id}`)));
			expect(await store.countLog({ text: "lima" })).toBe(entries.length);

			const open = await store.openIntents();
			for (const intent of open) expect(settled.has(intent.changeId)).toBe(false);
			expect([0, 5]).toContain(open.length);
			if (kind === "settled") expect(settled.has(`${batch + steps}-4`)).toBe(true);
			await store.settle(open.map((intent) => sampleOutcome(intent.changeId)));
			expect(await store.openIntents()).toEqual([]);
			await store.dropLinks();
			for (const id of [...settled, ...open.map((intent) => intent.changeId)]) {
				await store.putLink({
					sourceId: `source-${id}`,
					targetId: id,
					userName: id,
					displayName: id,
					state: "managed",
					since: 0,
					fingerprint: "",
				});
			}
			await store.close();
			batch += steps + 2;
		}
	});
});

describe("two processes", () => {
	it("never hold the lease at the same time", async () => {
		const file = storePath();
		await (await openStore(file)).close();
		const rounds = 300;
		const children = ["one", "two"].map((holder) =>
			start(program("leasing"), [file, holder, String(rounds)]),
		);
		await Promise.all(children.map((child) => line(child, (text) => text === "ready")));
		const results = children.map((child) => line(child, (text) => text.startsWith("[")));
		for (const child of children) child.stdin?.write("go\n");
		const [one = [], two = []] = (await Promise.all(results)).map((text): number[] => JSON.parse(text));
		expect(one.filter((token) => two.includes(token))).toEqual([]);
		expect([...one, ...two].sort((left, right) => left - right)).toEqual(
			Array.from({ length: 2 * rounds }, (_, index) => index + 1),
		);
	});

	it("write one log between them", async () => {
		const file = storePath();
		const store = await openStore(file);
		await store.settle([sampleOutcome("a")]);
		const result = spawnSync(process.execPath, [program("writing"), file], { encoding: "utf8" });
		expect(result.stdout).toBe("entries: 1\nwritten\n");
		const [entry] = await store.settle([sampleOutcome("b")]);
		expect(entry?.sequence).toBe(3);
		await store.close();
	});

	it("of which one may not write can still look", async () => {
		const file = storePath();
		const store = await openStore(file);
		await store.settle([sampleOutcome("a")]);
		chmodSync(file, 0o444);
		chmodSync(dirname(file), 0o755);
		// Root may write everything: another user stands in for one who may not.
		const unprivileged = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
		for (const companion of ["-wal", "-shm"]) chmodSync(file + companion, 0o444);
		const result = spawnSync(process.execPath, [program("writing"), file], {
			encoding: "utf8",
			...unprivileged,
		});
		expect(result.stderr).toBe("");
		expect(result.stdout).toMatch(/^entries: 1\nread-only: StoreError: .*acme\.sqlite cannot be written/);
		await store.close();
	});
});
