import { describe, expect, it } from "vitest";
import { eventually, policies } from "../../../src/entra/graph/eventually.ts";
import { graphFailure } from "../../../src/entra/graph/graph-error.ts";

/** Refuses so often, then answers; and the waits between. */
function refusing(times: number, status: number, code: string, message = "") {
	const waits: number[] = [];
	let calls = 0;
	return {
		waits,
		client: { pause: async (_retry: number, ms?: number) => void waits.push(ms ?? 0) },
		call: async () => {
			if (calls++ < times) throw graphFailure(status, { error: { code, message } }, "GET /x");
			return "there";
		},
	};
}

describe("a call after a change that Graph has not replicated", () => {
	it.each([
		[404, "Request_ResourceNotFound", "", policies.newApplication],
		[403, "Authorization_RequestDenied", "", policies.newApplication],
		[401, "UnknownError", "", policies.newApplication],
		[401, "", "", policies.newApplication],
		[400, "HostNameNotOnVerifiedDomain", "", policies.newSignOnMode],
		[400, "CannotDeleteOrUpdateEnabledEntitlement", "", policies.disabledRole],
		[
			400,
			"Request_BadRequest",
			"Permission being assigned was not found on application",
			policies.newAssignment,
		],
	])("is repeated after %i %s", async (status, code, message, policy) => {
		const { client, call, waits } = refusing(3, status, code, message);
		expect(await eventually(client, [policy], call, undefined)).toBe("there");
		expect(waits).toEqual([5_000, 5_000, 5_000]);
	});

	it("is not waited for longer than the policy knows: a missing permission less than a missing object", async () => {
		const { client, call, waits } = refusing(1_000, 403, "Authorization_RequestDenied");
		await expect(eventually(client, [policies.newApplication], call, undefined)).rejects.toMatchObject({
			status: 403,
		});
		expect(waits.length * 5).toBe(60);
	});

	it("is refused at once for a token that is not valid", async () => {
		const { client, call, waits } = refusing(1, 401, "InvalidAuthenticationToken", "Expired.");
		await expect(eventually(client, [policies.newApplication], call, undefined)).rejects.toThrow("Expired");
		expect(waits).toEqual([]);
	});

	it("is refused at once for any other reason", async () => {
		const { client, call, waits } = refusing(1, 400, "Request_BadRequest", "Invalid value.");
		await expect(eventually(client, [policies.newApplication], call, undefined)).rejects.toMatchObject({
			status: 400,
		});
		expect(waits).toEqual([]);
	});
});
