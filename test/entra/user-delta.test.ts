import { describe, expect, it } from "vitest";
import { createEntraDirectory } from "../../src/entra/directory.ts";
import { ExpiredReadError } from "../../src/ports/source/directory.ts";
import { everyUser } from "../directory/every-user.ts";
import { fakeGraph, type Given } from "./fake-graph.ts";
import { hastyClock } from "./tenant.ts";

/** A tenant whose delta queries answer as the test says: rounds of pages of users, and of groups. */
async function scripted(script: {
	readonly users: readonly (readonly object[])[][];
	readonly groups?: readonly (readonly object[])[][];
	readonly assignments?: () => readonly object[];
	readonly byId?: Readonly<Record<string, object>>;
	readonly bin?: Readonly<Record<string, object>>;
	/** Links that Graph no longer takes. */
	readonly isExpired?: (url: string) => boolean;
}) {
	const pagesOf = (
		rounds: readonly (readonly object[])[][],
		kind: string,
		url: string,
		graphUrl: string,
	): Given => {
		const [round = 0, page = 0] = (/token=(\d+)\.(\d+)/.exec(url) ?? []).slice(1).map(Number);
		const pages = rounds[round] ?? [[]];
		const link = (at: string) => `${graphUrl}/${kind}/delta?$token=${at}`;
		return {
			body: {
				value: pages[page] ?? [],
				...(page + 1 < pages.length
					? { "@odata.nextLink": link(`${round}.${page + 1}`) }
					: { "@odata.deltaLink": link(`${round + 1}.0`) }),
			},
		};
	};
	const missing: Given = {
		status: 404,
		body: { error: { code: "Request_ResourceNotFound", message: "gone" } },
	};
	const graph = await fakeGraph(({ url }, graphUrl) => {
		if (script.isExpired?.(url))
			return { status: 410, body: { error: { code: "syncStateNotFound", message: "expired" } } };
		if (url.startsWith("/users/delta")) return pagesOf(script.users, "users", url, graphUrl);
		if (url.startsWith("/groups/delta")) return pagesOf(script.groups ?? [], "groups", url, graphUrl);
		if (url.startsWith("/servicePrincipals?")) return { body: { value: [{ id: "sp" }] } };
		if (url.startsWith("/servicePrincipals/sp/appRoleAssignedTo")) {
			return { body: { value: script.assignments?.() ?? [] } };
		}
		if (url.startsWith("/servicePrincipals/sp")) return { body: { id: "sp", appRoles: [] } };
		if (url.startsWith("/users?")) {
			const ids = [...url.matchAll(/'([^']+)'/g)].map(([, id]) => id ?? "");
			return { body: { value: ids.flatMap((id) => script.byId?.[id] ?? []) } };
		}
		const inBin = /^\/directory\/deletedItems\/([^/]+)/.exec(url)?.[1];
		const deleted = inBin === undefined ? undefined : script.bin?.[inBin];
		return deleted ? { body: deleted } : missing;
	});
	const directory = createEntraDirectory({
		graphUrl: graph.graphUrl,
		application: "Sumo Logic",
		credential: { getToken: async () => ({ token: "t", expiresOnTimestamp: Number.MAX_SAFE_INTEGER }) },
		clock: { ...hastyClock(), now: () => Date.UTC(2025, 0, 1) },
	});
	let since: string | null = null;
	const next = async (attributes: readonly string[] = []) => {
		const read = await directory.read(since, attributes);
		const users = await everyUser(read);
		since = read.watermark();
		return {
			...read,
			all: users.map(({ id, attributes }): Readonly<Record<string, unknown>> => ({ ...attributes, id })),
		};
	};
	return { ...graph, directory, next };
}

const user = (id: string, more: object = {}) => ({ id, userPrincipalName: `${id}@contoso.com`, ...more });

describe("users by delta query", () => {
	it("keep one state a read: who changes while being read comes again with the next", async () => {
		const { next } = await scripted({
			users: [[[user("a", { city: "Rome" }), user("b")], [user("a", { city: "Oslo" })]], [[]]],
			byId: { a: user("a", { city: "Oslo" }) },
		});
		expect((await next(["city"])).all).toEqual([user("a", { city: "Rome" }), user("b")]);
		const second = await next(["city"]);
		expect(second).toMatchObject({ kind: "delta", all: [user("a", { city: "Oslo" })] });
		expect((await next(["city"])).kind).toBe("unchanged");
	});

	it("end with an error of its own when a later page has expired, and can be read from the start", async () => {
		let isExpired = false;
		const { next } = await scripted({
			users: [[[user("a"), user("b")]], [[user("a", { city: "Oslo" })], [user("b")]]],
			isExpired: (url) => isExpired && url.endsWith("token=1.1"),
		});
		await next();
		isExpired = true;
		await expect(next()).rejects.toBeInstanceOf(ExpiredReadError);
		isExpired = false;
		expect((await next()).all).toEqual([user("a", { city: "Oslo" }), user("b")]);
	});

	it("take the last state of those who come twice on one page", async () => {
		const { next } = await scripted({
			users: [[[user("a", { city: "Rome" }), user("a", { city: "Oslo" })]]],
		});
		expect((await next(["city"])).all).toEqual([user("a", { city: "Oslo" })]);
	});

	it("count as permanently deleted only if they are gone, when a round shows them both ways", async () => {
		const gone = (id: string) => ({ id, "@removed": { reason: "deleted" } });
		const { next, asked } = await scripted({
			users: [
				[[user("a"), user("b"), user("c"), user("d")]],
				[
					[user("a"), gone("a"), gone("b"), user("b")],
					[user("c"), gone("d")],
					[gone("c"), { id: "e" }, gone("e")],
				],
			],
			byId: { a: user("a"), b: user("b") },
		});
		await next();
		const before = asked.length;
		const { all, removed } = await next();
		expect(all.map(({ id }) => id)).toEqual(["b", "c", "a"]);
		expect(removed().toSorted()).toEqual(["c", "d", "e"]);
		const reads = asked.slice(before).filter(({ url }) => url.startsWith("/users?"));
		expect(reads).toHaveLength(1);
		expect(reads[0]?.url).not.toContain("'d'");
	});

	it("are read by ID when Graph returns only what changed", async () => {
		const { next } = await scripted({
			users: [[[user("a")]], [[{ id: "a", city: "Oslo" }]]],
			byId: { a: user("a", { city: "Oslo", department: "R&D" }) },
		});
		await next(["city", "department"]);
		expect((await next(["city", "department"])).all).toEqual([
			user("a", { city: "Oslo", department: "R&D" }),
		]);
	});

	it("come with the manager's id, changed and removed", async () => {
		const { next, asked } = await scripted({
			users: [
				[[user("a", { "manager@delta": [{ "@odata.type": "#microsoft.graph.user", id: "m" }] })]],
				[[user("a", { "manager@delta": [{ id: "m", "@removed": { reason: "deleted" } }, { id: "n" }] })]],
				[[user("a", { "manager@delta": [{ id: "n", "@removed": { reason: "deleted" } }] })]],
			],
		});
		const managers = [];
		for (let round = 0; round < 3; round++) managers.push((await next(["manager"])).all[0]?.manager);
		expect(managers).toEqual(["m", "n", null]);
		expect(asked.find(({ url }) => url.startsWith("/users/delta"))?.url).toMatch(/\$select=.*,manager$/);
	});

	it("are followed over empty pages", async () => {
		const { next } = await scripted({ users: [[[user("a")]], [[], [], [user("b")], []], [[], [], []]] });
		await next();
		expect((await next()).all).toEqual([user("b")]);
		expect((await next()).kind).toBe("unchanged");
	});

	it("who lie in the bin come with their name as it was, and without it when Graph does not show them", async () => {
		const a = "aaaaaaaa-0000-4000-8000-000000000000";
		const removed = (id: string, reason: string) => ({ id, "@removed": { reason } });
		const { next } = await scripted({
			users: [
				[[user("a"), removed("gone", "deleted")]],
				[[removed(a, "changed"), removed("b", "changed"), removed("c", "deleted")]],
			],
			bin: {
				[a]: {
					id: a,
					userPrincipalName: `${a.replaceAll("-", "")}ann@contoso.com`,
					deletedDateTime: "2024-12-31T00:00:00Z",
				},
			},
		});
		expect((await next()).removed()).toEqual(["gone"]);
		const read = await next();
		expect(read.all).toEqual([
			{ id: a, userPrincipalName: "ann@contoso.com", deletedDateTime: "2024-12-31T00:00:00Z" },
			{ id: "b", deletedDateTime: "2025-01-01T00:00:00.000Z" },
		]);
		expect(read.removed()).toEqual(["c"]);
	});

	it("are not deleted when they were restored before the bin is read, in whatever order the rows come", async () => {
		const binned = (id: string) => ({ id, "@removed": { reason: "changed" } });
		const { next } = await scripted({
			users: [
				[[user("a"), user("b"), user("c")]],
				[[binned("a"), user("b"), binned("b")], [binned("c")]],
				[[user("a"), user("c")]],
			],
			byId: { a: user("a"), b: user("b"), c: user("c") },
		});
		await next();
		expect((await next()).all.map(({ id, deletedDateTime }) => [id, deletedDateTime])).toEqual([
			["a", undefined],
			["b", undefined],
			["c", undefined],
		]);
	});
});

describe("members by delta query", () => {
	const assignments = () => [
		{ id: "1", principalId: "g", principalType: "Group", principalDisplayName: "G", appRoleId: "r" },
	];
	const member = (id: string, type = "user") => ({ "@odata.type": `#microsoft.graph.${type}`, id });

	it("are joined over pages, users only, and follow what comes and goes", async () => {
		const { next } = await scripted({
			users: [[[user("a"), user("b"), user("c")]]],
			assignments,
			groups: [
				[
					[
						{ id: "g", "members@delta": [member("a"), member("x", "group")] },
						{ id: "other", "members@delta": [member("c")] },
					],
					[{ id: "g", "members@delta": [member("b")] }],
				],
				[
					[
						{
							id: "g",
							"members@delta": [{ ...member("a"), "@removed": { reason: "deleted" } }, member("c")],
						},
					],
				],
			],
			byId: { a: user("a"), c: user("c") },
		});
		expect((await next()).assignments?.members).toEqual(new Map([["g", ["a", "b"]]]));
		const read = await next();
		expect(read.assignments?.members).toEqual(new Map([["g", ["b", "c"]]]));
		expect(read.all).toEqual([user("a"), user("c")]);
		expect((await next()).kind).toBe("unchanged");
	});

	it("are read again when a later page of their link has expired, and when that read expires once", async () => {
		let refused = 0;
		const first = [
			[{ id: "g", "members@delta": [member("a")] }],
			[{ id: "g", "members@delta": [member("b")] }],
		];
		const gone = [{ id: "g", "members@delta": [{ ...member("a"), "@removed": { reason: "deleted" } }] }];
		const { next, asked } = await scripted({
			users: [[[user("a"), user("b")]], [[user("a", { city: "Oslo" })]]],
			assignments,
			groups: [first, [gone, []]],
			byId: { a: user("a"), b: user("b") },
			isExpired: (url) =>
				url.startsWith("/groups/delta") && /token=[01]\.1$/.test(url) && refused++ % 2 === 0,
		});
		expect((await next()).assignments?.members).toEqual(new Map([["g", ["a", "b"]]]));
		refused = 0;
		const read = await next();
		expect(read.assignments?.members).toEqual(new Map([["g", ["a", "b"]]]));
		expect(asked.filter(({ url }) => url.startsWith("/groups/delta?$select"))).toHaveLength(3);
	});

	it("of more than fifty groups are followed by several links in one batch", async () => {
		const groups = Array.from({ length: 120 }, (_, index) => `g${index}`);
		const { next, directory, asked } = await scripted({
			users: [[[user("a")]]],
			assignments: () =>
				groups.map((id) => ({
					id,
					principalId: id,
					principalType: "Group",
					principalDisplayName: id,
					appRoleId: "r",
				})),
		});
		await next();
		const before = directory.requests();
		expect((await next()).kind).toBe("unchanged");
		expect(directory.requests() - before).toBe(2);
		const filters = asked.filter(({ url }) => url.startsWith("/groups/delta?$select"));
		expect(filters.map(({ url }) => url.split(" or ").length)).toEqual([50, 50, 20]);
	});

	it("of a deleted group are gone", async () => {
		let present = true;
		const { next } = await scripted({
			users: [[[user("a")]]],
			assignments: () => (present ? assignments() : []),
			groups: [
				[[{ id: "g", "members@delta": [member("a")] }]],
				[[{ id: "g", "@removed": { reason: "deleted" } }]],
			],
			byId: { a: user("a") },
		});
		await next();
		present = false;
		const read = await next();
		expect(read.assignments).toMatchObject({ assignments: [], members: new Map() });
		expect(read.all).toEqual([user("a")]);
	});
});
