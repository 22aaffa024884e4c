import { readdir, stat, truncate } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openLastRead } from "../../../src/app/job-schema/last-read.ts";
import { readDocument } from "../../../src/entra-schema/document.ts";
import { temporaryHome } from "../../config/samples.ts";

const schemaOf = (version: string) =>
	readDocument({ id: "1", version, directories: [], synchronizationRules: [] });

const folder = () => join(temporaryHome().state, "schemas");

it("keeps one of several schemas that are shown at once, whole and for its owner", async () => {
	const at = folder();
	const last = openLastRead(at, "customappsso/1");
	expect(await last.get()).toBeUndefined();
	const versions = Array.from({ length: 20 }, (_, index) => `v${index}`);
	await Promise.all(versions.map((version) => last.set(schemaOf(version))));
	expect(versions).toContain((await last.get())?.version);
	const files = await readdir(at);
	expect(files).toHaveLength(1);
	expect((await stat(join(at, files[0] ?? ""))).mode & 0o777).toBe(0o600);
});

it("knows nothing when the file was cut short", async () => {
	const at = folder();
	const last = openLastRead(at, "customappsso.1");
	await last.set(schemaOf("v1"));
	const [file = ""] = await readdir(at);
	await truncate(join(at, file), 20);
	expect(await last.get()).toBeUndefined();
});
