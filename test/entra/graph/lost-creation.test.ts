import { expect, it } from "vitest";
import { graphFailure } from "../../../src/entra/graph/graph-error.ts";
import { isOutcomeUnknown } from "../../../src/entra/graph/lost-creation.ts";
import { DirectoryError } from "../../../src/ports/source/directory.ts";

const answered = (status: number) => graphFailure(status, "", "POST /jobs");

it.each([
	["a lost connection", new DirectoryError("network", "lost"), true],
	["an answer that cannot be read", new DirectoryError("unavailable", "not JSON"), true],
	["an interruption", new DOMException("stopped", "AbortError"), true],
	["500", answered(500), true],
	["504", answered(504), true],
	["throttling", answered(429), false],
	["a conflict", answered(409), false],
	["a missing permission", answered(403), false],
	["a redirect", answered(302), false],
	["a sign-in that failed", new DirectoryError("unauthorized", "no token"), false],
])("knows after %s whether something may have been created", (_what, error, isUnknown) => {
	expect(isOutcomeUnknown(error)).toBe(isUnknown);
});
