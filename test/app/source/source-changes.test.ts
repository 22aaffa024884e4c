import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createEventBus } from "../../../src/app/events/event-bus.ts";
import { createSourceChanges } from "../../../src/app/source/source-changes.ts";
import { sampleProfile } from "../../config/samples.ts";

it("a file that another process wrote is noticed once, and what this process wrote is not", async () => {
	const folder = mkdtempSync(join(tmpdir(), "sumo-provision-source-"));
	const at = { path: join(folder, "users.csv") };
	writeFileSync(at.path, "one");
	const events = createEventBus();
	let published = 0;
	const check = createSourceChanges({
		profile: () => sampleProfile("acme", { source: { type: "file", path: at.path } }),
		events,
	});
	events.on(["sourceChanged"], () => void published++);
	const checked = async () => {
		await check();
		return published;
	};
	expect(await checked()).toBe(0);
	writeFileSync(at.path, "another");
	expect([await checked(), await checked()]).toEqual([1, 1]);
	rmSync(at.path);
	expect(await checked()).toBe(1);
	writeFileSync(at.path, "replaced by an export");
	expect(await checked()).toBe(2);
	writeFileSync(at.path, "by this process");
	await events.publish({ type: "sourceChanged" });
	expect(await checked()).toBe(3);
	at.path = join(folder, "other.csv");
	writeFileSync(at.path, "another source");
	expect(await checked()).toBe(3);
});
