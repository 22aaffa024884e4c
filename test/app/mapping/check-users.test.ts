import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkUsers } from "../../../src/app/mapping/check-users.ts";
import type { Profile } from "../../../src/config/profile.ts";
import { openFileDirectory } from "../../../src/directory/open.ts";
import { MappingError } from "../../../src/mapping/user/errors.ts";
import type { Directory } from "../../../src/ports/source/directory.ts";
import { defaultMappings } from "../../mapping/sumo-defaults.ts";
import { open } from "./mapping-of-a-profile.ts";

const person = (id: string, more: object = {}) => ({
	id,
	userPrincipalName: `${id}@example.com`,
	displayName: id,
	mail: `${id}@example.com`,
	givenName: id,
	surname: "Lee",
	accountEnabled: true,
	department: "Sales",
	...more,
});

function usersFile(users: readonly object[], assigned: readonly string[]): string {
	const file = join(mkdtempSync(join(tmpdir(), "users-")), "users.json");
	const assignments = assigned.map((principalId) => ({ principalId, appRole: "Analyst" }));
	writeFileSync(file, JSON.stringify({ users, assignments }));
	return file;
}

const allUsers: Partial<Profile> = { scope: { users: "all", filters: [], skipOutOfScopeDeletions: false } };
const roles = new Set(["Analyst", "User"]);

describe("checking all users in scope against the target", () => {
	it("finds nothing when all fit", async () => {
		const file = usersFile([person("ann"), person("bea")], ["ann", "bea"]);
		expect(await open({}, file, roles).mapping.checkUsers()).toEqual([]);
	});

	it("lists every user with a missing field, a missing role or a name that another has", async () => {
		const users = [
			person("ann", { mail: null }),
			person("bea", { mail: null }),
			person("cid", { userPrincipalName: "ANN@example.com" }),
		];
		const found = await open(
			{},
			usersFile(users, ["ann", "bea", "cid"]),
			new Set(["User"]),
		).mapping.checkUsers();
		expect(found.map(({ code, users: who }) => [code, who.map(({ id }) => id)])).toEqual(
			expect.arrayContaining([
				["required-empty", ["ann", "bea"]],
				["role-missing", ["ann", "bea", "cid"]],
				["duplicate-user-name", ["ann", "cid"]],
			]),
		);
	});

	it("leaves out who is not assigned, disabled, in the bin, or kept out by a filter", async () => {
		const bad = { mail: null };
		const users = [
			person("ann"),
			person("unassigned", bad),
			person("disabled", { ...bad, accountEnabled: false }),
			person("deleted", { ...bad, deletedDateTime: "2026-01-01T00:00:00Z" }),
			person("elsewhere", { ...bad, department: "IT" }),
		];
		const filters: Profile["scope"]["filters"] = [
			{ name: "Sales", clauses: [{ attribute: "department", operator: "EQUALS", value: "Sales" }] },
		];
		const scope: Profile["scope"] = { users: "assigned", filters, skipOutOfScopeDeletions: false };
		const file = usersFile(users, ["ann", "disabled", "deleted", "elsewhere"]);
		expect(await open({ scope }, file, roles).mapping.checkUsers()).toEqual([]);
	});

	it("checks all users when the scope is all users", async () => {
		const file = usersFile([person("ann"), person("bea", { mail: null })], []);
		expect(await open(allUsers, file, roles).mapping.checkUsers()).toMatchObject([
			{ code: "required-empty", users: [{ id: "bea" }] },
		]);
	});

	it("does not check roles that the target does not list", async () => {
		expect(await open({}, usersFile([person("ann")], ["ann"]), null).mapping.checkUsers()).toEqual([]);
	});

	it("refuses mappings that do not compile", async () => {
		const mappings: Profile["mappings"] = [
			...defaultMappings,
			{
				target: "title",
				source: { type: "expression", expression: "Lefd(" },
				apply: "always",
				flowNull: false,
			},
		];
		await expect(open({ mappings }, usersFile([], [])).mapping.checkUsers()).rejects.toThrow(MappingError);
	});

	it("takes an edit into account that is not saved yet", async () => {
		const file = usersFile([person("ann"), person("bea", { mail: null })], ["ann", "bea"]);
		const { mapping, saves } = open({}, file, roles);
		const target = 'emails[type eq "work"].value';
		const source = { type: "direct", attribute: "userPrincipalName" } as const;
		const draft = {
			mapping: { target, source, apply: "always", flowNull: false },
			replaces: target,
		} as const;
		expect(await mapping.checkUsers()).toHaveLength(1);
		expect(await mapping.checkUsers({ draft })).toEqual([]);
		expect(saves()).toBe(0);
	});

	it("lets others have their turn while it maps a page, and stops when it is aborted", async () => {
		const ids = Array.from({ length: 1_000 }, (_, index) => `u${index}`);
		const file = usersFile(
			ids.map((id) => person(id)),
			ids,
		);
		const directory = openFileDirectory(file);
		const abort = new AbortController();
		const read: Directory["read"] = async (...query) => {
			const found = await directory.read(...query);
			setImmediate(() => abort.abort(new Error("enough")));
			return found;
		};
		const profile = open(allUsers).profile();
		const checked = checkUsers(profile, { ...directory, read }, roles, abort.signal);
		await expect(checked).rejects.toThrow("enough");
	});
});
