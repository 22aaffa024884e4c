import { describe, expect, it } from "vitest";
import { createEntraDirectory } from "../../src/entra/directory.ts";
import { entitle } from "../../src/source/entitlement.ts";
import { everyUser } from "../directory/every-user.ts";
import { fakeGraph, type Given } from "./fake-graph.ts";
import { hastyClock } from "./tenant.ts";

const names = ["ada", "bob", "cyd", "dee", "eve"];
const row = (id: string, principalType = "User") => ({
	id: `row-${id}`,
	principalId: id,
	principalType,
	appRoleId: "role",
});

/** A tenant that shows two assignments, or members of the assigned group, on a page, by their places. */
async function tenant({ assigned = [] as readonly string[], members = [] as readonly string[] }) {
	const lists = {
		assigned: [...assigned.map((id) => row(id)), ...(members.length === 0 ? [] : [row("crew", "Group")])],
		members: members.map((id) => ({ id })),
	};
	let meanwhile: (() => void) | undefined;
	const pageOf = (list: readonly object[], url: string, graphUrl: string): Given => {
		const skip = Number(/skip=(\d+)/.exec(url)?.[1] ?? 0);
		if (skip > 0) meanwhile?.();
		if (skip > 0) meanwhile = undefined;
		const next = `${graphUrl}${url.replace(/[?].*/, "")}?skip=${skip + 2}`;
		return {
			body: {
				value: list.slice(skip, skip + 2),
				...(skip + 2 < list.length ? { "@odata.nextLink": next } : {}),
			},
		};
	};
	const { graphUrl, asked } = await fakeGraph(({ url }, base) => {
		if (url.startsWith("/users/delta")) {
			const value = /token/.test(url) ? [] : names.map((id) => ({ id, userPrincipalName: id }));
			return { body: { value, "@odata.deltaLink": `${base}/users/delta?token=1` } };
		}
		if (url.startsWith("/users?"))
			return {
				body: {
					value: names.filter((id) => url.includes(`'${id}'`)).map((id) => ({ id, userPrincipalName: id })),
				},
			};
		if (url.includes("/appRoleAssignedTo")) return pageOf(lists.assigned, url, base);
		if (url.includes("/members")) return pageOf(lists.members, url, base);
		if (url.startsWith("/servicePrincipals?")) return { body: { value: [{ id: "sp" }] } };
		return { body: { id: "sp", appRoles: [{ id: "role", value: "Analyst", displayName: "Analyst" }] } };
	});
	const directory = createEntraDirectory({
		graphUrl,
		application: "Sumo Logic",
		credential: { getToken: async () => ({ token: "t", expiresOnTimestamp: Number.MAX_SAFE_INTEGER }) },
		clock: hastyClock(),
	});
	return {
		lists,
		directory,
		/** An administrator does this while the second page of a list is asked for. */
		during: (change: () => void) => {
			meanwhile = change;
		},
		/** How often the list was read from its first page. */
		reads: (list: "appRoleAssignedTo" | "members") =>
			asked.filter(({ url }) => url.includes(`/${list}?`) && !url.includes("skip=")).length,
		async read(since: string | null) {
			const read = await directory.read(since, []);
			const users = await everyUser(read);
			return { ...read, changed: users.map(({ id }) => id).sort(), watermark: read.watermark() };
		},
	};
}

type State = NonNullable<Awaited<ReturnType<Awaited<ReturnType<typeof tenant>>["read"]>>["assignments"]>;
const entitled = (state: State | null) =>
	state && [...entitle(state.assignments, state.roles, (id) => state.members.get(id) ?? []).keys()].sort();

describe("assignments whose pages move while an administrator changes them", () => {
	it("are read again before a user counts as unassigned, who would lose the account", async () => {
		const { lists, during, reads, read } = await tenant({ assigned: names });
		const { watermark } = await read(null);
		const before = reads("appRoleAssignedTo");
		during(() => lists.assigned.shift());
		const second = await read(watermark);
		// What the first read still showed is gone with the next.
		expect(second.assignments === null ? names : entitled(second.assignments)).toEqual(names);
		expect(reads("appRoleAssignedTo") - before).toBe(2);
		const third = await read(second.watermark);
		expect(third.changed).toEqual(["ada"]);
		expect(entitled(third.assignments)).toEqual(["bob", "cyd", "dee", "eve"]);
	});

	it("are read twice where all users are read, of whom some may have an account", async () => {
		const { lists, during, reads, read } = await tenant({ assigned: names });
		during(() => lists.assigned.shift());
		expect(entitled((await read(null)).assignments)).toEqual(names);
		expect(reads("appRoleAssignedTo")).toBe(2);
	});

	it("show no assignment twice", async () => {
		const { lists, during, directory } = await tenant({ assigned: names });
		during(() => lists.assigned.unshift(row("new")));
		const { assignments } = await directory.assignments();
		expect(assignments.map(({ id }) => id).sort()).toEqual(names.map((id) => `row-${id}`));
	});

	it("are read once while none is gone, and where one page shows all", async () => {
		const many = await tenant({ assigned: names });
		const { watermark } = await many.read(null);
		const before = many.reads("appRoleAssignedTo");
		expect((await many.read(watermark)).kind).toBe("unchanged");
		expect(many.reads("appRoleAssignedTo") - before).toBe(1);
		const few = await tenant({ assigned: names.slice(0, 2) });
		await few.read(null);
		expect(few.reads("appRoleAssignedTo")).toBe(1);
	});

	it.each([
		["assigned", "appRoleAssignedTo"],
		["members", "members"],
	] as const)("are confirmed for the change of an account: %s", async (kind, list) => {
		const { lists, during, reads, directory } = await tenant({ [kind]: names });
		during(() => lists[kind].shift());
		expect(entitled(await directory.assignments(undefined, true))).toEqual(names);
		expect(reads(list)).toBe(2);
	});
});
