import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openStarts } from "../../src/config/starts.ts";
import { temporaryHome } from "./samples.ts";

it.each(["", '{"direct:', "[".repeat(2000), "[]"])(
	"a record of starts that holds %j counts as empty, and is written again",
	async (text) => {
		const home = temporaryHome();
		mkdirSync(home.state, { recursive: true });
		writeFileSync(join(home.state, "starts.json"), text);
		const starts = openStarts(home);
		expect(await starts.of("direct:a")).toBeUndefined();
		await starts.record("direct:a", { by: "Ada", at: 1 });
		expect(await openStarts(home).of("direct:a")).toEqual({ by: "Ada", at: 1 });
	},
);
