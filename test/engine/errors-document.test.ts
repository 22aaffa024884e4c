import { describe, expect, it } from "vitest";
import { classifyError } from "../../src/engine/errors/classify-error.ts";
import { errorCatalogue, provisioningError } from "../../src/engine/errors/error-catalogue.ts";
import { errorsDocument } from "../../src/engine/errors-document.ts";
import { duplicateTarget, mandatoryMissing } from "../../src/engine/plan/plan-failures.ts";
import { skipCatalogue } from "../../src/engine/plan/skip-catalogue.ts";
import { MappingFailure } from "../../src/mapping/errors.ts";
import { DirectoryError } from "../../src/ports/directory.ts";
import { errorCodes } from "../../src/ports/error-code.ts";
import { ScimError, type ScimErrorCode } from "../../src/scim/errors.ts";

const subject = { who: "Ada Byron (ada@example.com)", userName: "ada@example.com", roles: ["Pilot"] };

describe("the catalogue of errors", () => {
	it("is what docs/errors.md says", async () => {
		await expect(errorsDocument()).toMatchFileSnapshot("../../docs/errors.md");
	});

	it("explains every code and every skip reason in a sentence, with what to do", () => {
		expect(Object.keys(errorCatalogue)).toEqual([...errorCodes]);
		for (const { meaning, remedy } of [...Object.values(errorCatalogue), ...Object.values(skipCatalogue)]) {
			expect(meaning).toMatch(/^[A-Z].+\.$/);
			expect(remedy).toMatch(/^[A-Z].+\.$/);
			expect(meaning + remedy).not.toContain("|");
		}
	});

	it("gives every error its category, and its remedy unless there is closer advice", () => {
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
			expect(error.category).toBe(errorCatalogue[error.code].category);
			expect(error.recommendedAction).not.toBe("");
		}
		expect(classifyError(new ScimError("unauthorized", "no"), subject).recommendedAction).toBe(
			errorCatalogue.InvalidCredentials.remedy,
		);
		expect(provisioningError("Conflict", "Two of them.", "Wait.")).toEqual({
			code: "Conflict",
			category: "NonServiceFailure",
			reason: "Two of them.",
			recommendedAction: "Wait.",
		});
	});
});
