import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readdirSync, renameSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openLog } from "../../../src/app/log/open-log.ts";
import { openStore } from "../../../src/store/sqlite/open.ts";
import { sampleEntry, sampleOutcome } from "../../store/samples.ts";

it("a log continues with a store that was recovered while it was open", async () => {
	const home = mkdtempSync(join(tmpdir(), "sumo-provision-open-log-"));
	mkdirSync(join(home, "state"));
	const file = join(home, "state", "acme.sqlite");
	const store = await openStore(file);
	await store.settle([sampleOutcome("1", { entry: sampleEntry("1", { initiatedBy: "before" }) })]);
	await store.close();
	const opened = await openLog({ flags: { home, profile: "acme" }, env: {} }, false);
	expect(await opened.log({ order: "ascending", limit: 5 })).toMatchObject([{ initiatedBy: "before" }]);
	copyFileSync(file, `${file}.restored`);
	renameSync(file, `${file}.corrupt`);
	renameSync(`${file}.restored`, file);
	const restored = await openStore(file);
	await restored.settle([sampleOutcome("2", { entry: sampleEntry("2", { initiatedBy: "after" }) })]);
	await restored.close();
	expect(await opened.log({ order: "descending", limit: 1 })).toMatchObject([{ initiatedBy: "after" }]);
});

it("a log is read without writing to its folder", async () => {
	const home = mkdtempSync(join(tmpdir(), "sumo-provision-open-log-"));
	const state = join(home, "state");
	mkdirSync(state);
	const store = await openStore(join(state, "acme.sqlite"));
	await store.settle([sampleOutcome("1")]);
	await store.close();
	chmodSync(join(state, "acme.sqlite"), 0o400);
	const before = readdirSync(state);
	const names: (readonly string[])[] = [];
	const opened = await openLog({ flags: { home, profile: "acme" }, env: {} }, false);
	for (let page = 0; page < 2; page++) {
		expect(await opened.log({ order: "ascending", limit: 5 })).toHaveLength(1);
		names.push(readdirSync(state));
	}
	expect(names).toEqual([before, before]);
});
