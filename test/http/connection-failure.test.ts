import { expect, it } from "vitest";
import { connectionFailure } from "../../src/http/connection-failure.ts";

const failed = (code: string) =>
	connectionFailure(Object.assign(new Error("fetch failed"), { code }), "scim.example").message;

it.each([
	"UNABLE_TO_VERIFY_LEAF_SIGNATURE",
	"SELF_SIGNED_CERT_IN_CHAIN",
	"UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
])("names the authority's file, not the server's, after %s", (code) => {
	expect(failed(code)).toContain("to the certificate file of that authority, not of the server");
});

it("names the server's own file where it is its own authority", () => {
	const words = failed("DEPTH_ZERO_SELF_SIGNED_CERT");
	expect(words).toContain("to its certificate file");
	expect(words).not.toContain("not of the server");
});
