import { MultiIndex } from "../loopback/multi-index.ts";
import type { AppRole, ServicePrincipal } from "./applications/application.ts";
import { Applications } from "./applications/registry.ts";
import { ChangeLog } from "./change-log.ts";
import { Synchronization } from "./synchronization/job/registry.ts";
import { ProvisioningLog } from "./synchronization/log/provisioning-log.ts";
import type { DirectoryGroup, DirectoryUser } from "./synchronization/source/directory.ts";

/** A user of the directory. Times are milliseconds since 1970; `ordinal` increases with each object and orders lists. */
export interface EntraUser extends DirectoryUser {
	readonly ordinal: number;
	readonly userType: "Member" | "Guest";
	readonly createdDateTime: number;
}

/** A group and its direct members, users and groups. */
export interface EntraGroup extends DirectoryGroup {
	readonly ordinal: number;
	readonly members: Set<string>;
	readonly createdDateTime: number;
}

/** One assignment of a user or group to an application with a role. */
export interface Assignment {
	readonly id: string;
	readonly ordinal: number;
	readonly appRoleId: string;
	readonly principalId: string;
	readonly resourceId: string;
	readonly createdDateTime: number;
}

/** The role id of an assignment without a role ("Default Access"). */
export const defaultAccess = "00000000-0000-0000-0000-000000000000";

/** Users, groups, applications and assignments of one tenant, with the change log for delta queries. */
export class Tenant {
	readonly users = new Map<string, EntraUser>();
	/** Soft-deleted users with the time of deletion; they can be restored. */
	readonly deletedUsers = new Map<string, { readonly user: EntraUser; readonly at: number }>();
	readonly groups = new Map<string, EntraGroup>();
	readonly applications = new Applications(() => this.changed());
	readonly synchronization = new Synchronization(() => this.changed());
	readonly provisioningLog = new ProvisioningLog(() => this.changed());
	readonly assignments = new Map<string, Assignment>();
	readonly changes = new ChangeLog();
	readonly clock: () => number;
	displayName = "";
	/** Delta tokens of an older generation have expired. */
	deltaGeneration = 1;
	/** How an assignment that exists is refused: 400 with either code, or 409. */
	assignmentExists: "badRequest" | "multipleObjects" | "conflict" = "badRequest";
	/** Service plans of its subscription. */
	servicePlans: readonly string[] = ["AAD_PREMIUM_P2"];
	/** How an expired delta token is refused: 410 with either code, or 400 with `syncStateNotFound`. */
	deltaExpiry: "410" | "resyncRequired" | "syncStateNotFound" = "410";
	/** Called after each change. */
	changed: () => void = () => undefined;
	readonly #byName = new MultiIndex();
	readonly #byMail = new MultiIndex();
	readonly #byPrincipal = new MultiIndex();
	#listed: readonly EntraUser[] | undefined;
	#listedAssignments: readonly Assignment[] | undefined;
	/** The highest ordinal assigned so far. */
	lastOrdinal = 0;

	constructor(clock: () => number) {
		this.clock = clock;
	}

	nextOrdinal(): number {
		return ++this.lastOrdinal;
	}

	/** Expires all delta tokens issued so far. */
	expireDeltaTokens(): void {
		this.deltaGeneration++;
		this.changed();
	}

	/** All users by ordinal. */
	listUsers(): readonly EntraUser[] {
		this.#listed ??= [...this.users.values()];
		return this.#listed;
	}

	/** The user with an id or userPrincipalName. */
	user(key: string): EntraUser | undefined {
		const byId = this.users.get(key) ?? this.users.get(key.toLowerCase());
		return byId ?? this.usersNamed(key)[0];
	}

	usersNamed(userPrincipalName: string): EntraUser[] {
		return this.#pick(this.#byName.get(userPrincipalName.toLowerCase()));
	}

	usersWithMail(mail: string): EntraUser[] {
		return this.#pick(this.#byMail.get(mail.toLowerCase()));
	}

	/** Adds a user as it is, without an entry in the change log: for seeding and loading. */
	load(user: EntraUser): void {
		this.lastOrdinal = Math.max(this.lastOrdinal, user.ordinal);
		this.users.set(user.id, user);
		this.#byName.add(user.userPrincipalName.toLowerCase(), user.id);
		if (user.mail !== null) this.#byMail.add(user.mail.toLowerCase(), user.id);
		this.#listed = undefined;
	}

	/** Adds a user. */
	addUser(user: Omit<EntraUser, "ordinal">): EntraUser {
		const added: EntraUser = { ...user, ordinal: this.nextOrdinal() };
		this.load(added);
		this.changes.add({ kind: "user", id: added.id });
		this.changed();
		return added;
	}

	/** Changes some properties of a user. */
	updateUser(user: EntraUser, change: Partial<Omit<EntraUser, "id" | "ordinal">>): EntraUser {
		const next: EntraUser = { ...user, ...change, id: user.id, ordinal: user.ordinal };
		this.#unindex(user);
		this.load(next);
		this.changes.add({ kind: "user", id: user.id, properties: Object.keys(change) });
		this.changed();
		return next;
	}

	/** Moves a user to the deleted items. */
	deleteUser(user: EntraUser): void {
		this.#unindex(user);
		this.users.delete(user.id);
		this.#listed = undefined;
		this.deletedUsers.set(user.id, { user, at: this.clock() });
		this.changes.add({ kind: "user", id: user.id, removed: "changed" });
		for (const group of this.groupsOf(user.id)) {
			this.changes.add({ kind: "member", id: group.id, member: user.id, removed: "deleted" });
		}
		this.changed();
	}

	/** Restores a deleted user with groups and assignments. */
	restoreUser(id: string): EntraUser | undefined {
		const deleted = this.deletedUsers.get(id);
		if (!deleted) return undefined;
		this.deletedUsers.delete(id);
		const user = this.addUser(deleted.user);
		for (const group of this.groupsOf(id)) this.changes.add({ kind: "member", id: group.id, member: id });
		return user;
	}

	/** Permanently deletes a user from the deleted items. */
	purgeUser(id: string): boolean {
		if (!this.deletedUsers.delete(id)) return false;
		for (const group of this.groupsOf(id)) group.members.delete(id);
		for (const assignment of this.assignmentsOf(id)) this.#drop(assignment);
		this.changes.add({ kind: "user", id, removed: "deleted" });
		this.changed();
		return true;
	}

	/** The groups of which a user or group is a direct member. */
	groupsOf(member: string): EntraGroup[] {
		return [...this.groups.values()].filter((group) => group.members.has(member));
	}

	addGroup(group: Omit<EntraGroup, "ordinal">): EntraGroup {
		const added: EntraGroup = { ...group, ordinal: this.nextOrdinal() };
		this.loadGroup(added);
		this.changes.add({ kind: "group", id: added.id });
		this.changed();
		return added;
	}

	/** Adds a group without an entry in the change log. */
	loadGroup(group: EntraGroup): void {
		this.lastOrdinal = Math.max(this.lastOrdinal, group.ordinal);
		this.groups.set(group.id, group);
	}

	deleteGroup(group: EntraGroup): void {
		this.groups.delete(group.id);
		for (const assignment of this.assignmentsOf(group.id)) this.#drop(assignment);
		for (const parent of this.groupsOf(group.id)) this.setMember(parent, group.id, false);
		this.changes.add({ kind: "group", id: group.id, removed: "deleted" });
		this.changed();
	}

	/** Adds or removes a direct member; returns false when nothing changes. */
	setMember(group: EntraGroup, member: string, belongs: boolean): boolean {
		if (group.members.has(member) === belongs) return false;
		if (belongs) group.members.add(member);
		else group.members.delete(member);
		this.changes.add({
			kind: "member",
			id: group.id,
			member,
			...(belongs ? {} : { removed: "deleted" as const }),
		});
		this.changed();
		return true;
	}

	loadServicePrincipal(servicePrincipal: ServicePrincipal): void {
		this.lastOrdinal = Math.max(this.lastOrdinal, servicePrincipal.ordinal);
		this.applications.all.set(servicePrincipal.id, servicePrincipal);
	}

	/** Changes the roles that an application offers, without the rules of Graph. */
	setAppRoles(servicePrincipal: ServicePrincipal, appRoles: readonly AppRole[]): void {
		this.applications.save({ ...servicePrincipal, appRoles });
	}

	/** Removes an application with its assignments and jobs. */
	removeApplication(servicePrincipal: ServicePrincipal): void {
		for (const assignment of this.listAssignments()) {
			if (assignment.resourceId === servicePrincipal.id) this.#drop(assignment);
		}
		this.synchronization.removeAll(servicePrincipal.id);
		this.applications.remove(servicePrincipal, this.clock());
	}

	loadAssignment(assignment: Assignment): void {
		this.lastOrdinal = Math.max(this.lastOrdinal, assignment.ordinal);
		this.assignments.set(assignment.id, assignment);
		this.#listedAssignments = undefined;
		this.#byPrincipal.add(assignment.principalId, assignment.id);
	}

	addAssignment(assignment: Omit<Assignment, "ordinal">): Assignment {
		const added: Assignment = { ...assignment, ordinal: this.nextOrdinal() };
		this.loadAssignment(added);
		this.changed();
		return added;
	}

	removeAssignment(assignment: Assignment): void {
		this.#drop(assignment);
		this.changed();
	}

	/** All assignments by ordinal: a Map keeps insertion order, and a new assignment has the highest ordinal. */
	listAssignments(): readonly Assignment[] {
		this.#listedAssignments ??= [...this.assignments.values()];
		return this.#listedAssignments;
	}

	/** The direct assignments of a user or group, without those through groups. */
	assignmentsOf(principal: string): Assignment[] {
		return this.#byPrincipal
			.get(principal)
			.map((id) => this.assignments.get(id))
			.filter((assignment) => assignment !== undefined);
	}

	#drop(assignment: Assignment): void {
		this.assignments.delete(assignment.id);
		this.#listedAssignments = undefined;
		this.#byPrincipal.delete(assignment.principalId, assignment.id);
	}

	#unindex(user: EntraUser): void {
		this.#byName.delete(user.userPrincipalName.toLowerCase(), user.id);
		if (user.mail !== null) this.#byMail.delete(user.mail.toLowerCase(), user.id);
	}

	#pick(ids: readonly string[]): EntraUser[] {
		return ids.map((id) => this.users.get(id)).filter((user) => user !== undefined);
	}
}
