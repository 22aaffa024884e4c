import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { writePrivately } from "../../../src/config/json/write-privately.ts";
import { temporaryHome } from "../samples.ts";

it("writes a file several times at once, and keeps one of the texts whole", async () => {
	const folder = join(temporaryHome().state, "several");
	const file = join(folder, "ends.json");
	const texts = Array.from({ length: 20 }, (_, index) => String(index).repeat(10_000));
	await Promise.all(texts.map((text) => writePrivately(file, text)));
	expect(texts).toContain(readFileSync(file, "utf8"));
	expect(readdirSync(folder)).toEqual(["ends.json"]);
});
