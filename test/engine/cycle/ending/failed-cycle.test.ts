import { expect, it } from "vitest";
import { cycleError } from "../../../../src/engine/cycle/ending/failed-cycle.ts";
import { DirectoryError } from "../../../../src/ports/source/directory.ts";

it("a cycle without the enterprise application leads to the setup that creates it", () => {
	const remedy = { type: "set-up-application" } as const;
	const error = new DirectoryError(
		"not-found",
		'The tenant has no enterprise application "X".',
		undefined,
		remedy,
	);
	expect(cycleError(error)).toMatchObject({
		code: "SourceUnavailable",
		reason: error.message,
		recommendedAction: expect.stringMatching(/^Create the application/),
		remedy,
	});
});

it.each([
	["unavailable", /^No action needed if it is temporary/],
	["unauthorized", /^Check the source's credentials/],
	["network", /^Check the source's credentials and connection/],
] as const)("a source that is %s leads to what helps", (code, advice) => {
	expect(cycleError(new DirectoryError(code, "GET /users: Graph says no."))).toMatchObject({
		code: "SourceUnavailable",
		recommendedAction: expect.stringMatching(advice),
		remedy: { type: "test-connection" },
	});
});
