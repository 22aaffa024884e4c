import { describe, expect, it } from "vitest";
import { openTenant } from "./tenant.ts";

type Tenant = Awaited<ReturnType<typeof openTenant>>;

/** Reads all users, and does something after the first page. */
async function readAll(
	{ directory }: Pick<Tenant, "directory">,
	since: string | null,
	then: () => void = () => undefined,
) {
	const read = await directory.read(since, ["displayName"]);
	const names: string[] = [];
	let isFirst = true;
	for await (const page of read.users) {
		names.push(...page.map(({ id }) => id));
		if (isFirst) then();
		isFirst = false;
	}
	return { kind: read.kind, names, watermark: read.watermark() };
}

const requestsTo = ({ entra }: Tenant, path: string) =>
	entra.control.journal().filter(({ target }) => target.includes(path)).length;

describe("while a tenant is read", () => {
	it("a token that expires in the middle is renewed, and every user is read once", async () => {
		const tenant = await openTenant({}, { users: 2_500, assigned: 10 });
		const { entra } = tenant;
		const before = requestsTo(tenant, "/oauth2/v2.0/token");
		const { names } = await readAll(tenant, null, () => entra.control.expireAccessTokens());
		expect(new Set(names)).toEqual(new Set(entra.control.users().map(({ id }) => id)));
		expect(names).toHaveLength(new Set(names).size);
		expect(requestsTo(tenant, "/oauth2/v2.0/token") - before).toBe(2);
	});

	it("a part of a batch that is throttled is repeated alone, after its own Retry-After", async () => {
		const tenant = await openTenant();
		const { entra, clock } = tenant;
		const { watermark } = await readAll(tenant, null);
		const before = entra.control.parts().length;
		entra.control.throttle(1, 2.128, { path: "appRoleAssignedTo", inBatch: true });
		expect((await readAll(tenant, watermark)).kind).toBe("unchanged");
		expect(clock.waits).toEqual([2_128]);
		const parts = entra.control.parts().slice(before);
		const again = parts.at(-1);
		expect(again).toMatchObject({ status: 200, target: expect.stringContaining("appRoleAssignedTo") });
		expect(parts.filter(({ target }) => target === again?.target).map(({ status }) => status)).toEqual([
			429, 200,
		]);
		expect(parts).toHaveLength(new Set(parts.map(({ target }) => target)).size + 1);
		expect(parts.length).toBeGreaterThan(2);
	});
});
