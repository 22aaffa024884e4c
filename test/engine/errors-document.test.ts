import { describe, expect, it } from "vitest";
import { remedyCommand } from "../../src/cli/output/remedy-command.ts";
import { classifyError } from "../../src/engine/errors/classify-error.ts";
import { errorCatalog, provisioningError } from "../../src/engine/errors/error-catalog.ts";
import { errorsDocument, warningCatalog } from "../../src/engine/errors-document.ts";
import { skipCatalog } from "../../src/engine/plan/action/skip-catalog.ts";
import { duplicateTarget, mandatoryMissing } from "../../src/engine/plan/plan-failures.ts";
import { MappingFailure } from "../../src/mapping/user/errors.ts";
import { errorCodes } from "../../src/ports/errors/error-code.ts";
import type { Remedy } from "../../src/ports/errors/remedy.ts";
import { DirectoryError } from "../../src/ports/source/directory.ts";
import { ScimError, type ScimErrorCode } from "../../src/scim/errors.ts";
import { screens } from "../../src/tui/screens/index.ts";
import { remedyHints } from "../../src/tui/shell/remedy-hint.ts";

const subject = { who: "Ada Byron (ada@example.com)", userName: "ada@example.com", roles: ["Pilot"] };

const words = { console: remedyHints(screens), commandLine: (remedy: Remedy) => remedyCommand(remedy) };
const catalogs = [errorCatalog, skipCatalog, warningCatalog].flatMap((one) => Object.values(one));

describe("the error catalog", () => {
	it("matches docs/errors.md", async () => {
		await expect(errorsDocument(words)).toMatchFileSnapshot("../../docs/errors.md");
	});

	it("explains every code and every skip reason in a sentence, with the next step", () => {
		expect(Object.keys(errorCatalog)).toEqual([...errorCodes]);
		for (const { meaning, advice } of catalogs) {
			expect(meaning).toMatch(/^[A-Z].+\.$/);
			expect(advice).toMatch(/^[A-Z].+\.$/);
			expect(meaning + advice).not.toContain("|");
		}
	});

	it("names no key, screen or command: console and command line render their own", () => {
		for (const { meaning, advice } of catalogs) expectNeutral(meaning, advice);
	});

	it("has a remedy for every code, and `none` only when no action is needed", () => {
		for (const { advice, remedy } of catalogs)
			if (remedy.type === "none") expect(advice).toBe("No action needed.");
	});

	it("gives every error its category, and its remedy unless there is more specific advice", () => {
		const scim: readonly ScimErrorCode[] = [
			"unauthorized",
			"forbidden",
			"not-found",
			"conflict",
			"invalid",
			"patch-unsupported",
			"precondition-failed",
			"too-many-requests",
			"unavailable",
			"timeout",
			"network",
			"host-unknown",
			"tls",
			"moved",
			"filter-ignored",
			"not-scim",
		];
		const errors = [
			...scim.map((code) => classifyError(new ScimError(code, "no luck"), subject)),
			classifyError(new DirectoryError("unavailable", "gone"), subject),
			classifyError(new MappingFailure("ExpressionFailed", "userName", "Ada", "no"), subject),
			classifyError(new Error("surprise"), subject),
			duplicateTarget("Ada", "userName", []),
			mandatoryMissing("Ada", ["userName"]),
		];
		for (const error of errors) {
			expect(error.category).toBe(errorCatalog[error.code].category);
			expect(error.recommendedAction).not.toBe("");
			expect(error.remedy.type).not.toBe("none");
			expectNeutral(error.reason, error.recommendedAction);
		}
		expect(classifyError(new ScimError("unauthorized", "no"), subject).recommendedAction).toBe(
			errorCatalog.InvalidCredentials.advice,
		);
		expect(
			provisioningError("Conflict", "Two of them.", { advice: "Wait.", remedy: { type: "wait" } }),
		).toEqual({
			code: "Conflict",
			category: "NonServiceFailure",
			reason: "Two of them.",
			recommendedAction: "Wait.",
			remedy: { type: "wait" },
		});
	});
});

/** Keys such as `(t on …)`, screens, and commands or flags of the command line. */
const ownWords = /\bscreen\b|\bpress\b|sumo-provision|--[a-z]|\([a-zA-Z] on /i;

function expectNeutral(...texts: readonly string[]) {
	for (const text of texts) expect(text).not.toMatch(ownWords);
}
