import { describe, expect, it } from "vitest";
import { defaultAccessId } from "../../src/source/app-role.ts";
import { entitle } from "../../src/source/entitlement.ts";
import type { SourceUser } from "../../src/source/source-user.ts";
import { everyUser } from "../directory/every-user.ts";
import { openTenant } from "./tenant.ts";

const attributes = ["department", "jobTitle"];
const names = (users: readonly SourceUser[]) => users.map((user) => user.attributes.displayName);

/** A tenant that was read once; `next` reads what changed since the last read. */
async function readTenant() {
	const tenant = await openTenant();
	const first = await tenant.directory.read(null, attributes);
	await everyUser(first);
	let since = first.watermark();
	const next = async (wanted: readonly string[] = attributes) => {
		const before = tenant.directory.requests();
		const read = await tenant.directory.read(since, wanted);
		const users = await everyUser(read);
		since = read.watermark();
		return { ...read, all: users, requests: tenant.directory.requests() - before };
	};
	return { ...tenant, first, next };
}

describe("the first read of a tenant", () => {
	it("returns all users with the requested attributes and their assignments", async () => {
		const { entra, directory } = await openTenant();
		const read = await directory.read(null, attributes);
		expect(read.kind).toBe("full");
		const users = await everyUser(read);
		expect(users).toHaveLength(entra.control.users().length);
		const [first] = entra.control.users();
		expect(users.find(({ id }) => id === first?.id)?.attributes).toMatchObject({
			userPrincipalName: first?.userPrincipalName,
			displayName: first?.displayName,
			department: first?.department,
			accountEnabled: first?.accountEnabled,
		});
		expect(read.removed()).toEqual([]);
		expect(read.assignments).toEqual(await directory.assignments());
	});

	it("counts direct members of assigned groups, and none of groups inside them", async () => {
		const { entra, directory } = await openTenant();
		const { assignments, roles, members } = await directory.assignments();
		const readers = entra.control.group("Sumo Readers");
		const nested = entra.control.group("Platform");
		expect(readers && nested && readers.members.has(nested.id)).toBe(true);
		const direct = [...(readers?.members ?? [])].filter((id) => entra.control.user(id)).sort();
		expect([...(members.get(readers?.id ?? "") ?? [])].sort()).toEqual(direct);
		const entitled = entitle(assignments, roles, (group) => members.get(group) ?? []);
		const outsiders = [...(nested?.members ?? [])].filter((id) => !direct.includes(id));
		expect(outsiders.length).toBeGreaterThan(0);
		for (const id of outsiders) {
			expect((entitled.get(id) ?? []).some(({ via }) => via.type === "group" && via.id === readers?.id)).toBe(
				false,
			);
		}
	});

	it("has no watermark before the users have been read", async () => {
		const { directory } = await openTenant();
		const read = await directory.read(null, []);
		expect(() => read.watermark()).toThrow("consumed");
	});
});

describe("a further read of a tenant", () => {
	it("is unchanged for two requests when nothing changed, also after a restart and on another port", async () => {
		const { next, first, again } = await readTenant();
		const read = await next();
		expect(read).toMatchObject({ kind: "unchanged", assignments: null, all: [] });
		expect(read.requests).toBe(2);
		const restarted = again();
		expect((await restarted.read(first.watermark(), attributes)).kind).toBe("unchanged");
		expect(restarted.requests()).toBe(2);
		expect(first.watermark()).not.toContain("127.0.0.1");
	});

	it("returns only changed users", async () => {
		const { entra, next } = await readTenant();
		const [user] = entra.control.users();
		entra.control.editUser(user?.id ?? "", { department: "Space" });
		const read = await next();
		expect(read.kind).toBe("delta");
		expect(read.all.map(({ id, attributes }) => [id, attributes.department])).toEqual([[user?.id, "Space"]]);
		expect(read.assignments).not.toBeNull();
		expect((await next()).kind).toBe("unchanged");
	});

	it("returns users who were assigned or unassigned without another change", async () => {
		const { entra, next } = await readTenant();
		const assigned = entra.control.assignments().find(({ principalId }) => entra.control.user(principalId));
		const taken = new Set(entra.control.assignments().map(({ principalId }) => principalId));
		const free = entra.control.users().find(({ id }) => !taken.has(id));
		entra.control.unassign(assigned?.principalId ?? "");
		entra.control.assign(free?.id ?? "", "Analyst");
		const read = await next();
		expect(read.all.map(({ id }) => id).sort()).toEqual([assigned?.principalId, free?.id].sort());
		expect(read.requests).toBe(3);
		expect((await next()).kind).toBe("unchanged");
	});

	it("returns users who joined or left an assigned group", async () => {
		const { entra, next } = await readTenant();
		const group = entra.control.group("Sumo Readers");
		const member = [...(group?.members ?? [])].find((id) => entra.control.user(id)) ?? "";
		const outsider = entra.control.users().find(({ id }) => !group?.members.has(id))?.id ?? "";
		entra.control.setMember("Sumo Readers", member, false);
		entra.control.setMember("Sumo Readers", outsider, true);
		entra.control.setMember("Finance", member, true);
		const read = await next();
		expect(read.all.map(({ id }) => id).sort()).toEqual([member, outsider].sort());
		expect([...(read.assignments?.members.get(group?.id ?? "") ?? [])]).toContain(outsider);
		expect((await next()).kind).toBe("unchanged");
	});

	it("returns the members of a group that was assigned or unassigned", async () => {
		const { entra, next } = await readTenant();
		const finance = entra.control.group("Finance");
		entra.control.assign("Finance", "Administrator");
		const joined = await next();
		expect(joined.all.map(({ id }) => id).sort()).toEqual([...(finance?.members ?? [])].sort());
		entra.control.unassign("Finance");
		const left = await next();
		expect(left.all.map(({ id }) => id).sort()).toEqual([...(finance?.members ?? [])].sort());
		expect(left.assignments?.members.has(finance?.id ?? "")).toBe(false);
		expect((await next()).kind).toBe("unchanged");
	});

	it("returns users whose role got another value", async () => {
		const { entra, next } = await readTenant();
		const roles = entra.control.appRoles();
		entra.control.setAppRoles(
			roles.map((role) => (role.value === "Analyst" ? { ...role, value: "Analyst II" } : role)),
		);
		const read = await next();
		const analyst = roles.find(({ value }) => value === "Analyst")?.id;
		const holders = entra.control.assignments().filter(({ appRoleId }) => appRoleId === analyst);
		const direct = holders.map(({ principalId }) => principalId).filter((id) => entra.control.user(id));
		expect(read.all.map(({ id }) => id)).toEqual(expect.arrayContaining(direct));
		expect(read.assignments?.roles.map(({ value }) => value)).toContain("Analyst II");
	});

	it("returns soft-deleted users with the time of deletion, and the IDs of permanently deleted ones", async () => {
		const { entra, next } = await readTenant();
		const [one, two] = entra.control.users();
		entra.control.deleteUser(one?.id ?? "");
		entra.control.deleteUser(two?.id ?? "", { forGood: true });
		const read = await next();
		expect(read.all.map(({ id }) => id)).toEqual([one?.id]);
		expect(read.all[0]?.attributes.deletedDateTime).toMatch(/^\d{4}-/);
		expect(read.removed()).toEqual([two?.id]);
		entra.control.restoreUser(one?.id ?? "");
		const restored = await next();
		expect(names(restored.all)).toEqual([one?.displayName]);
		expect(restored.all[0]?.attributes.deletedDateTime).toBeUndefined();
	});

	it("reads everything when the delta links have expired or other attributes are requested", async () => {
		const { entra, next } = await readTenant();
		entra.control.expireDeltaTokens();
		const ended = await next();
		expect(ended.kind).toBe("full");
		expect(ended.all).toHaveLength(entra.control.users().length);
		const other = await next(["employeeId"]);
		expect(other.kind).toBe("full");
		expect((await next(["employeeId"])).kind).toBe("unchanged");
	});

	it.each(["410", "resyncRequired", "syncStateNotFound"] as const)(
		"reads everything when Graph refuses an expired delta link with %s",
		async (deltaExpiry) => {
			const { entra, next } = await readTenant();
			entra.control.behave({ deltaExpiry });
			entra.control.expireDeltaTokens();
			const read = await next();
			expect(read.kind).toBe("full");
			expect(read.all).toHaveLength(entra.control.users().length);
			expect((await next()).kind).toBe("unchanged");
		},
	);

	it("reads everything when the watermark is another source's or broken", async () => {
		const { directory } = await openTenant();
		for (const watermark of ["", "{}", "4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a"]) {
			expect((await directory.read(watermark, [])).kind).toBe("full");
		}
	});
});

describe("single users", () => {
	it("are read by id, alone or several hundred at once", async () => {
		const { entra, directory } = await openTenant();
		const users = entra.control.users();
		const [first] = users;
		expect((await directory.user(first?.id ?? "", []))?.attributes.displayName).toBe(first?.displayName);
		expect(await directory.user("00000000-0000-4000-8000-000000000000", [])).toBeUndefined();
		const before = directory.requests();
		const ids = [...users.map(({ id }) => id), "00000000-0000-4000-8000-000000000000"];
		expect(await directory.usersById(ids, [])).toHaveLength(users.length);
		expect(directory.requests() - before).toBe(1);
		expect(await directory.usersById([], [])).toEqual([]);
	});

	it("come with their manager where that is asked for", async () => {
		const { entra, directory } = await openTenant();
		const user = entra.control.users().find(({ manager }) => manager !== null);
		const boss = entra.control.user(user?.manager ?? "");
		const read = await directory.user(user?.id ?? "", ["manager", "manager.displayName"]);
		expect(read?.attributes).toMatchObject({ manager: boss?.id, "manager.displayName": boss?.displayName });
		const [found] = await directory.search(user?.userPrincipalName ?? "", 5, ["manager"]);
		expect(found?.attributes.manager).toBe(boss?.id);
	});

	it("are found by words of their names, whatever the text contains", async () => {
		const { entra, directory } = await openTenant();
		entra.control.addUser({ userPrincipalName: "odd@contoso.com", displayName: 'Odd "Quote" O\'Neil' });
		expect(names(await directory.search("quote", 10, []))).toEqual(['Odd "Quote" O\'Neil']);
		for (const text of ['"', "\\", "'", 'a" OR "mail:', "%", "#", "R&D", "ünïcode", "\ud800"]) {
			await expect(directory.search(text, 10, [])).resolves.toBeInstanceOf(Array);
		}
		expect(await directory.search("", 3, [])).toHaveLength(3);
	});

	it("are found by the beginning of their names where the tenant has no search", async () => {
		const { entra, directory } = await openTenant();
		const [user] = entra.control.users();
		const text = JSON.stringify({ error: { code: "Request_UnsupportedQuery", message: "no $search here" } });
		entra.control.fault({ kind: "status", status: 400, path: "search", text });
		const found = await directory.search(user?.displayName ?? "", 10, []);
		expect(names(found)).toEqual([user?.displayName]);
	});
});

describe("assigning", () => {
	it("grants a role once however often it is asked for, and takes it back once", async () => {
		const { entra, directory } = await openTenant();
		const taken = new Set(entra.control.assignments().map(({ principalId }) => principalId));
		const user = {
			id: entra.control.users().find(({ id }) => !taken.has(id))?.id ?? "",
			type: "User",
		} as const;
		const before = entra.control.assignments().length;
		const [role] = entra.control.appRoles();
		await directory.assign(user, role?.id ?? "");
		await directory.assign(user, role?.id ?? "");
		const { assignments } = await directory.assignments();
		const own = assignments.filter(({ principalId }) => principalId === user.id);
		expect(own.map(({ appRoleId }) => appRoleId)).toEqual([role?.id]);
		expect(entra.control.assignments()).toHaveLength(before + 1);
		await directory.unassign(own[0]?.id ?? "");
		await directory.unassign(own[0]?.id ?? "");
		expect(entra.control.assignments()).toHaveLength(before);
	});

	it("without a role uses the template's, zeros only where no role is declared, and says when neither works", async () => {
		const { entra, directory } = await openTenant();
		const valued = entra.control.appRoles();
		const taken = new Set(entra.control.assignments().map(({ principalId }) => principalId));
		const [one, other] = entra.control.users().filter(({ id }) => !taken.has(id));
		const assignPlain = async (user: typeof one) => {
			await directory.assign({ id: user?.id ?? "", type: "User" }, defaultAccessId);
			return entra.control.assignments().find(({ principalId }) => principalId === user?.id)?.appRoleId;
		};
		await expect(assignPlain(one)).rejects.toMatchObject({
			code: "invalid",
			message: expect.stringContaining("declares roles, so Entra assigns only one of them: choose a role"),
		});
		const template = { description: "User", displayName: "User", value: null, isEnabled: true };
		const plain = { ...template, id: "18d14569-c3bd-439b-9a66-3a2aee01d14f" };
		const disabled = { ...template, id: "11111111-c3bd-439b-9a66-3a2aee01d14f", isEnabled: false };
		entra.control.setAppRoles([disabled, ...valued, plain]);
		expect(await assignPlain(one)).toBe(plain.id);
		const { roles } = await directory.assignments();
		expect(roles.filter(({ isAssignable }) => isAssignable === false).map(({ id }) => id)).toEqual([
			disabled.id,
		]);
		entra.control.setAppRoles([]);
		expect(await assignPlain(other)).toBe(defaultAccessId);
	});

	it("names the permission that is missing", async () => {
		const { entra, directory } = await openTenant();
		await directory.assignments();
		entra.control.behave({ forbidden: ["appRoleAssignedTo"] });
		const [user] = entra.control.users();
		await expect(
			directory.assign({ id: user?.id ?? "", type: "User" }, defaultAccessId),
		).rejects.toMatchObject({
			code: "forbidden",
			message: expect.stringContaining("AppRoleAssignment.ReadWrite.All"),
		});
		await expect(directory.assignments()).rejects.toMatchObject({
			code: "forbidden",
			message: expect.stringContaining("Application.Read.All"),
		});
	});

	it("lists the groups to choose from", async () => {
		const { entra, directory } = await openTenant();
		const groups = entra.control.groups().map(({ id, displayName }) => ({ id, displayName }));
		expect(await directory.groups()).toEqual(groups);
	});
});

describe("the application", () => {
	it("is found by object id, application id and name", async () => {
		const { directory, again } = await openTenant();
		const state = await directory.assignments();
		expect(await again({ application: "Sumo Logic" }).assignments()).toEqual(state);
		expect(await again({ application: " sumo logic " }).assignments()).toEqual(state);
	});

	it("is explained in words when none has that name", async () => {
		const { again } = await openTenant();
		for (const application of ["O'Sumo", "00000000-0000-4000-8000-000000000000"]) {
			await expect(again({ application }).assignments()).rejects.toMatchObject({
				code: "not-found",
				message: expect.stringContaining(`no enterprise application "${application}"`),
			});
		}
	});
});
