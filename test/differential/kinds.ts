import type { EntraUser } from "../../src/simulator/entra/tenant.ts";
import type { SimulatedTenant } from "./tenant.ts";

/** Mappings and scope, which changes switch between. */
export type RuleChoice = {
	mapping: "guide" | "suffix" | "condition" | "single-role" | "without-active";
	isScoped: boolean;
};

/** Who makes a change. `pick` takes one of several at random. */
export type Change = SimulatedTenant & {
	readonly rules: RuleChoice;
	readonly pick: <Item>(items: readonly Item[]) => Item | undefined;
	/** A number that no other change had. */
	readonly next: () => number;
};

/** One kind of change to a user of the tenant, or to the rules. Does nothing where it is not possible. */
export type Kind = (change: Change, user: EntraUser) => void;

const edit =
	(make: (change: Change, user: EntraUser) => Partial<Omit<EntraUser, "id" | "ordinal">>): Kind =>
	(change, user) => {
		if (change.tenant.user(user.id)) change.tenant.updateUser(user, make(change, user));
	};
const member =
	(name: "analysts" | "readers" | "nested", belongs: boolean): Kind =>
	({ tenant, groups }, { id }) => {
		if (tenant.user(id)) tenant.setMember(groups[name], id, belongs);
	};
const withRole =
	(role: string): Kind =>
	({ tenant, assign }, { id }) => {
		if (tenant.user(id)) assign(id, role);
	};
const unassign: Kind = ({ tenant }, { id }) => {
	for (const assignment of tenant.assignmentsOf(id)) tenant.removeAssignment(assignment);
};
const mapping =
	(choice: RuleChoice["mapping"]): Kind =>
	({ rules }) => {
		rules.mapping = choice;
	};
const scope =
	(isScoped: boolean): Kind =>
	({ rules }) => {
		rules.isScoped = isScoped;
	};
const longName = "Maximiliane von und zu Hohenlohe-Waldenburg";

/** All kinds of change, by name. */
export const kinds: Readonly<Record<string, Kind>> = {
	assign: withRole("Analyst"),
	"assign another role": withRole("User"),
	"assign without a role": withRole(""),
	unassign,
	"change the role": (change, user) => {
		unassign(change, user);
		withRole(change.pick(["User", "Analyst"]) ?? "User")(change, user);
	},
	rename: edit(({ next }) => ({ userPrincipalName: `renamed${next()}@harbour.example` })),
	"change the given name": edit(({ next }) => ({ givenName: `Given ${next()}` })),
	"change the surname": edit(({ next }) => ({ surname: `Family ${next()}` })),
	"give a name in other letters": edit(() => ({ givenName: "Żółć 李", surname: longName })),
	"remove the given name": edit(() => ({ givenName: null })),
	"remove the surname": edit(() => ({ surname: null })),
	"change the mail": edit(({ next }) => ({ mail: `mail${next()}@harbour.example` })),
	"remove the mail": edit(() => ({ mail: null })),
	"share the mail of another user": edit(({ tenant, pick }, user) => ({
		mail: pick(tenant.listUsers().filter(({ id }) => id !== user.id))?.mail ?? user.mail,
	})),
	disable: edit(() => ({ accountEnabled: false })),
	enable: edit(() => ({ accountEnabled: true })),
	delete: ({ tenant }, user) => {
		const present = tenant.user(user.id);
		if (present) tenant.deleteUser(present);
	},
	restore: ({ tenant }, { id }) => void tenant.restoreUser(id),
	"delete permanently": ({ tenant }, user) => {
		const present = tenant.user(user.id);
		if (present) tenant.deleteUser(present);
		tenant.purgeUser(user.id);
	},
	"hire with a role": ({ hire, assign }) => assign(hire().id, "User"),
	"hire into a group": ({ hire, tenant, groups }) => void tenant.setMember(groups.readers, hire().id, true),
	"add to a group": member("analysts", true),
	"add to another group": member("readers", true),
	"remove from a group": member("analysts", false),
	"remove from another group": member("readers", false),
	"add to a nested group": member("nested", true),
	"remove from a nested group": member("nested", false),
	"unassign a group": ({ tenant, groups }) => {
		for (const assignment of tenant.assignmentsOf(groups.readers.id)) tenant.removeAssignment(assignment);
	},
	"assign a group": ({ assign, groups }) => assign(groups.readers.id, "User"),
	"move into the scope": edit(() => ({ city: "Berlin" })),
	"move out of the scope": edit(() => ({ city: "Paris" })),
	"change the manager": edit(({ tenant, pick }) => ({ manager: pick(tenant.listUsers())?.id ?? null })),
	"change the department": edit(({ pick }) => ({ department: pick(["Sales", "Support", null]) ?? null })),
	"map as in the guide": mapping("guide"),
	"map with a suffix": mapping("suffix"),
	"map with a condition": mapping("condition"),
	"map one role": mapping("single-role"),
	"map without active": mapping("without-active"),
	"add a scoping filter": scope(true),
	"remove the scoping filter": scope(false),
};
