import { describe, expect, it } from "vitest";
import { enteredSecret } from "../../../src/entra/sign-in/entered-secret.ts";

describe("the secret of the source as people paste it", () => {
	it.each([
		[' "abc~8Q.def" \n', "client secret", "abc~8Q.def"],
		["\u201cabc~8Q.def\u201d", "client secret", "abc~8Q.def"],
		["Bearer eyJ.a.b", "access token", "eyJ.a.b"],
		["Authorization: Bearer eyJ.a\n.b", "access token", "eyJ.a.b"],
	] as const)("%j as %s", (text, kind, secret) => {
		expect(enteredSecret(text, kind)).toBe(secret);
	});

	it.each([
		["0b3c9a1e-1111-2222-3333-444455556666", "client secret", "the ID of a secret"],
		["<client secret>", "client secret", "placeholder"],
		["Bearer ", "access token", "empty"],
	] as const)("%j as %s is named before a request", (text, kind, words) => {
		expect(() => enteredSecret(text, kind)).toThrow(words);
		expect(() => enteredSecret(text, kind)).toThrow(
			expect.objectContaining({ code: "unauthorized", remedy: { type: "enter-source-credentials" } }),
		);
	});
});
