import { writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { isAtSizeLimit } from "../../../src/store/sqlite/size-limit.ts";
import { storePath } from "../samples.ts";

const limit = 1_000_000;

it.each([
	["as large as it may be", limit, limit, true],
	["short of it by less than one write", limit - 4096, limit, true],
	["small", limit / 2, limit, false],
	["large where there is no limit", limit, null, false],
])("a file that is %s", (_, size, allowed, expected) => {
	const file = storePath();
	writeFileSync(file, Buffer.alloc(size));
	expect(isAtSizeLimit([`${file}-missing`, file], allowed)).toBe(expected);
});
