import { z } from "zod";
import type { Watermark } from "../ports/source/directory.ts";
import type { Assignment } from "../source/assignment.ts";
import type { Grants } from "./assignments.ts";
import type { TrackedGroups } from "./group-delta.ts";

/** Where a read of the tenant ended, with the entitlements at that time, so that the next read can detect changes. */
export type Position = {
	/** The application as it was named, and its object id. */
	readonly application: { readonly named: string; readonly id: string };
	/** The properties that the delta link of users follows. */
	readonly selected: string;
	/** Delta link of users. All links are kept without the host, which is that of the Graph URL. */
	readonly users: string;
	readonly groups: TrackedGroups;
	readonly grants: Grants;
	/** Users whose later state was not passed on: they are read again. */
	readonly pending: readonly string[];
};

const ids = z.array(z.string());

/** Without ids and names of assignments: 100,000 users take 4 MB. */
const schema = z.object({
	version: z.literal(1),
	application: z.object({ named: z.string(), id: z.string() }),
	selected: z.string(),
	users: z.string(),
	groups: z.object({
		links: z.array(z.object({ ids, link: z.string() })),
		members: z.record(z.string(), ids),
	}),
	roles: z.array(z.object({ id: z.string(), value: z.string().nullable(), displayName: z.string() })),
	grants: z.array(z.object({ role: z.string(), users: ids, groups: ids })),
	pending: ids,
});

export function writeWatermark(position: Position): Watermark {
	const { application, selected, users, groups, grants, pending } = position;
	const byRole = new Map<
		string,
		{ readonly role: string; readonly users: string[]; readonly groups: string[] }
	>();
	for (const { appRoleId, principalId, principalType } of grants.assignments) {
		const holders = byRole.get(appRoleId) ?? { role: appRoleId, users: [], groups: [] };
		byRole.set(appRoleId, holders);
		(principalType === "User" ? holders.users : holders.groups).push(principalId);
	}
	const written: z.input<typeof schema> = {
		version: 1,
		application,
		selected,
		users,
		groups: {
			links: [...groups.links].map(({ ids, link }) => ({ ids: [...ids], link })),
			members: membersOf(groups),
		},
		roles: grants.roles.map(({ id, value, displayName }) => ({ id, value, displayName })),
		grants: [...byRole.values()],
		pending: [...pending],
	};
	return JSON.stringify(written);
}

/** Undefined for a watermark that is not ours (another source's, or an older version's): then all is read. */
export function readWatermark(watermark: Watermark): Position | undefined {
	const parsed = schema.safeParse(json(watermark));
	if (!parsed.success) return undefined;
	const { application, selected, users, groups, roles, grants, pending } = parsed.data;
	const assignments = grants.flatMap((holders) => [
		...holders.users.map((id) => remembered(id, "User", holders.role)),
		...holders.groups.map((id) => remembered(id, "Group", holders.role)),
	]);
	const members = new Map(Object.entries(groups.members));
	return {
		application,
		selected,
		users,
		groups: { links: groups.links, members },
		grants: { roles, assignments },
		pending,
	};
}

/** The parts of an assignment that decide who is entitled; its id and the principal's name are not kept. */
function remembered(
	principalId: string,
	principalType: Assignment["principalType"],
	appRoleId: string,
): Assignment {
	return { id: "", principalId, principalType, principalName: "", appRoleId };
}

function membersOf({ members }: TrackedGroups): Record<string, string[]> {
	return Object.fromEntries([...members].map(([id, users]) => [id, [...users]]));
}

function json(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined; // a watermark of another kind of source, such as a hash
	}
}
