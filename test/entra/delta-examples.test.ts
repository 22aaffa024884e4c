import { expect, it } from "vitest";
import { select } from "../../src/entra/attributes.ts";
import { followGroups } from "../../src/entra/group-delta.ts";
import { changedUsers, userDeltaPages } from "../../src/entra/user-delta.ts";
import type { SourceUser } from "../../src/source/source-user.ts";
import groups from "../simulator/entra/examples/group-members-delta-page.json" with { type: "json" };
import users from "../simulator/entra/examples/user-delta-page.json" with { type: "json" };
import { stubClient } from "./stub-client.ts";

const userOf = (end: string) => `4d3e6f80-a1c2-4d4e-9f50-6b7c8d9e0f${end}`;
const groupOf = (end: string) => `5e4f7091-b2d3-4e5f-8061-7c8d9e0f${end}`;
const [ada, bob, cid] = [userOf("1a"), userOf("1b"), userOf("1c")] as const;
const [analysts, deleted] = [groupOf("1a2b"), groupOf("1a2d")] as const;

it("reads Graph's example of changed users: changed again, soft-deleted and permanently deleted", async () => {
	const client = stubClient((_, url) => {
		if (url.startsWith("/users/delta")) return users.page_with_next;
		if (url.startsWith("/users?")) return { value: [] };
		return url.includes("skiptoken") ? users.last_page : undefined;
	});
	const round = userDeltaPages(client, "/users/delta", undefined);
	const read = changedUsers(client, round, [], select(["displayName"]), () => 0, undefined);
	const found: SourceUser[] = [];
	for (;;) {
		const next = await read.next();
		if (next.done) {
			expect(next.value).toEqual({
				link: "/users/delta?$deltatoken=opaque2",
				removed: [cid],
				pending: [ada],
			});
			break;
		}
		found.push(...next.value);
	}
	expect(found).toEqual([
		{ id: ada, attributes: users.page_with_next.value[0] },
		{ id: bob, attributes: { id: bob, deletedDateTime: "1970-01-01T00:00:00.000Z" } },
	]);
});

it("reads Graph's example of changed groups: a group that comes twice, a nested and a deleted one", async () => {
	const tracked = {
		links: [{ ids: [analysts, deleted], link: "/groups/delta?$deltatoken=opaque4" }],
		members: new Map([
			[analysts, [bob]],
			[deleted, [cid]],
		]),
	};
	const client = stubClient(() => undefined);
	const answer = {
		failure: undefined,
		as: <T>(shape: { parse: (body: unknown) => T }) => shape.parse(groups),
	};
	const after = await followGroups(client, tracked, [answer], [analysts, deleted], undefined);
	expect(after.members).toEqual(
		new Map([
			[analysts, [ada]],
			[deleted, []],
		]),
	);
	expect(after.links[0]?.link).toBe("/groups/delta?$deltatoken=opaque5");
});
