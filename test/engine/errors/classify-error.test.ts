import { describe, expect, it } from "vitest";
import { classifyError, type Subject } from "../../../src/engine/errors/classify-error.ts";
import { errorCatalog } from "../../../src/engine/errors/error-catalog.ts";
import { adviceForMissing } from "../../../src/engine/errors/missing-values.ts";
import { takenByAccount } from "../../../src/engine/errors/refusals.ts";
import { blockedByDeactivated, mandatoryMissing } from "../../../src/engine/plan/plan-failures.ts";
import { MappingFailure } from "../../../src/mapping/user/errors.ts";
import { provisioningError } from "../../../src/ports/errors/error-code.ts";
import { ScimError } from "../../../src/scim/errors.ts";
import { failure } from "../../../src/scim-client/problem.ts";

const ada: Subject = { who: "Ada Byron (ada@example.com)", userName: "ada@example.com", roles: ["User"] };

/** The error for one user after an answer with this status and body. */
function answerOf(status: number, body: object, method: "PATCH" | "POST" = "PATCH") {
	const request = method === "POST" ? "POST /Users" : "PATCH /Users/1";
	const answer = { status, body: JSON.stringify(body), method, request, attempts: 1 };
	return classifyError(failure({ ...answer, location: undefined, place: undefined }), ada);
}

const said = "Something that the server says.";
const forms = (code: string) =>
	[
		["classic", { id: "ABCDE-12345-FGHIJ", errors: [{ code, message: said }] }],
		["gateway", { status: 400, id: "ABCDE-12345-FGHIJ", code, message: said }],
	] as const;

describe("an error in each of Sumo's forms", () => {
	it.each(forms("internal.error"))("keeps words, code and request id: %s", (_form, body) => {
		const error = answerOf(500, body);
		expect(error.reason).toContain(said);
		expect(error.reason).toContain("internal.error");
		expect(error.reason).toContain("ABCDE-12345-FGHIJ");
		expect(error.server).toEqual({ status: 500, code: "internal.error", requestId: "ABCDE-12345-FGHIJ" });
		expect(provisioningError.parse(JSON.parse(JSON.stringify(error)))).toEqual(error);
	});

	it("keeps SCIM's words and type", () => {
		const error = answerOf(400, { scimType: "mutability", detail: said });
		expect(error.reason).toContain(`${said} (mutability)`);
		expect(error.server).toEqual({ status: 400, code: "mutability", requestId: null });
	});

	it("has no member for a server that answered nothing, and reads entries from before there was one", () => {
		const error = classifyError(new MappingFailure("ExpressionFailed", "title", "Ada", "no"), ada);
		expect(error).not.toHaveProperty("server");
		expect(provisioningError.parse(error)).toEqual(error);
	});

	it.each([
		[500, "rate.limit.exceeded", "TooManyRequests", "change-setting"],
		[401, "forbidden", "InsufficientRights", "retry-failed-users"],
		[403, "unauthorized", "InvalidCredentials", "enter-credentials"],
		[401, "moved", "NetworkError", "test-connection"],
		[400, "notfound", "ResourceNotFound", "provision-on-demand"],
		[403, "service.unavailable", "InternalServerError", "test-connection"],
		[400, "user:already_exists", "Conflict", "link-account"],
	])("advises by the code, not the status: %i %s", (status, code, expected, remedy) => {
		for (const [, body] of forms(code))
			expect(answerOf(status, body)).toMatchObject({ code: expected, remedy: { type: remedy } });
	});
});

describe("an answer that is not about the user", () => {
	it.each([
		[402, { id: "Q7", errors: [{ code: "plan.exceeded", message: "Payment required" }] }],
		[403, { detail: "User limit reached (5 max)" }],
		[400, { id: "Q8", errors: [{ code: "account.user.limit", message: "Not now" }] }],
		[400, { code: "ERROR_LICENSED_USERS_LIMIT_EXCEEDED", message: "Not now" }],
		[409, { detail: "No more licenses are available" }],
		[422, { detail: "You have reached the maximum number of users of your plan" }],
	])("is not blamed on the user or the key when the target has no room: %i", (status, body) => {
		const error = answerOf(status, body, "POST");
		expect(error.reason).toContain("The target has no room for Ada Byron");
		expect(error.recommendedAction).toContain("allow more users");
		expect(error.remedy).toEqual({ type: "retry-failed-users" });
	});

	it.each([
		[400, "The userName exceeds the limit of 64 characters"],
		[403, "Your role does not permit you to manage users"],
		[400, "Role limit reached"],
	])("is not called a lack of room when it is something else: %i %s", (status, detail) => {
		expect(answerOf(status, { detail }, "POST").reason).not.toContain("no room");
	});

	it("is not called a missing account when a creation is answered with 404", () => {
		const error = answerOf(404, { detail: "Not found" }, "POST");
		expect(error).toMatchObject({ code: "NetworkError", remedy: { type: "test-connection" } });
		expect(error.reason).toContain("nothing at its address (404). The target answered: Not found");
	});

	it("is not called a web page when a creation is answered with another account", () => {
		const words =
			"POST /Users: the server answered the creation of ada@example.com with the account 2, which is that of bob@example.com.";
		const error = classifyError(new ScimError("not-scim", words, { request: "POST /Users" }), ada);
		expect(error.reason).toBe(`${ada.who} was not linked. ${words}`);
		expect(error.recommendedAction).toContain("link it");
		expect(error.recommendedAction).not.toContain("sign-in page");
		expect(error.remedy).toEqual({ type: "link-account", account: null });
	});

	it("is not called unreachable when a page came in place of an account", () => {
		const fault = new ScimError("not-scim", "PATCH /Users/1: expected a user.", { status: 200 });
		const { code, reason, recommendedAction } = classifyError(fault, ada);
		expect(code).toBe("NetworkError");
		expect(reason).toBe(
			`The target's answer for ${ada.who} could not be read: PATCH /Users/1: expected a user.`,
		);
		expect(recommendedAction).toContain("sign-in page");
	});
});

describe("an account that is in the way", () => {
	it("is linked first when it holds the address", () => {
		const holder = { id: "00F1", userName: "ada.byron@example.com" };
		const error = takenByAccount(ada.who, { userName: ada.userName, holder });
		expect(error).toMatchObject({ code: "Conflict", remedy: { type: "link-account", account: holder } });
		expect(error.reason).toContain("It is ada.byron@example.com (00F1).");
		expect(error.recommendedAction).toMatch(/^If ada\.byron@example\.com is .*, link it/);
		expect(error.recommendedAction).not.toMatch(/delete/i);
	});

	it("is looked for when it is not known", () => {
		const error = answerOf(409, {});
		expect(error).toMatchObject({ remedy: { type: "link-account", account: null } });
		expect(error.recommendedAction).not.toMatch(/delete/i);
	});

	const account = { id: "00F1", userName: "ada.byron@example.com" };

	it.each([
		["setting", { type: "change-setting", setting: "reactivation" }],
		["address", { type: "link-account", account }],
		["refused", { type: "delete-deactivated-account", account }],
	] as const)("is deleted only where nothing else helps: %s", (why, remedy) => {
		expect(blockedByDeactivated("Ada", account, why).remedy).toEqual(remedy);
	});

	it("is never deleted first by the catalog", () => {
		for (const { advice } of Object.values(errorCatalog)) expect(advice).not.toMatch(/^Delete/);
	});
});

describe("a missing value", () => {
	it("of the address names the expression that has one for everybody", () => {
		const path = 'emails[type eq "work"].value';
		for (const error of [
			mandatoryMissing("Ada", [path]),
			classifyError(new MappingFailure("MandatoryFieldsMissing", path, "Ada", "no value"), ada),
		]) {
			expect(error.recommendedAction).toContain(`Map ${path} to Coalesce([mail], [userPrincipalName])`);
			expect(error.remedy).toEqual({ type: "fix-mapping", target: path });
		}
	});

	it("of names has one too, and of anything else is filled at the source", () => {
		expect(adviceForMissing("Ada", ["name.familyName", "name.givenName"]).advice).toBe(
			"Map name.familyName to Coalesce([surname], [displayName]) and name.givenName to Coalesce([givenName], [displayName]). Or: give Ada a value at the source for name.familyName and name.givenName.",
		);
		expect(adviceForMissing("Ada", ["title"])).toEqual({
			advice: "Give Ada a value at the source for title, or give the mapping a default value.",
			remedy: { type: "fix-at-source", attribute: "title" },
		});
	});
});
