import fc from "fast-check";

/** A source user of a random world. Addresses come from a small pool, so that users and accounts meet. */
export type RandomUser = {
	readonly userPrincipalName: string;
	readonly mail: string | null;
	readonly givenName: string | null;
	readonly surname: string | null;
	readonly enabled: boolean;
	/** Values of app roles; null: not assigned. */
	readonly roles: readonly string[] | null;
};

/** An account that is in the target before anything is provisioned. */
export type RandomAccount = {
	readonly userName: string;
	readonly email: string;
	readonly active: boolean;
	readonly roles: readonly string[];
};

/** Everything that decides how a random world develops. */
export type RandomWorld = {
	/** By the part of their id that is not their position in the source. */
	readonly users: readonly (RandomUser & { readonly id: string })[];
	readonly accounts: readonly RandomAccount[];
	/** Whether accounts are also matched by email address, after the user name. */
	readonly matchByMail: boolean;
	readonly reactivation: "try" | "block";
	/** How the target answers a request to enable an account. */
	readonly enabling: "refuse" | "ignore" | "allow";
	readonly hardDelete: "disable" | "delete";
	/** Whether the target lists its roles. */
	readonly listsRoles: boolean;
	/** Further choices, for wider worlds. */
	readonly more?: MoreChoices;
	/** What becomes of users between two cycles, by their id; null: deleted at the source. */
	readonly changes: readonly { readonly id: string; readonly user: RandomUser | null }[];
};

/** What an operator can choose beyond the defaults, and does between cycles. */
export type MoreChoices = {
	/** The attributes to match by, in order of precedence. */
	readonly matching: readonly ("userName" | "emails" | "externalId")[];
	/** A prefix that the userName gets from an expression; empty: it is the user principal name. */
	readonly prefix: string;
	readonly scope: "all" | "assigned";
	/** Whether only users with one of two given names are in scope. */
	readonly isFiltered: boolean;
	readonly skipOutOfScopeDeletions: boolean;
	readonly mayUpdate: boolean;
	readonly mayDelete: boolean;
	/** Users who are provisioned on demand before the second cycle. */
	readonly onDemand: readonly string[];
};

const pool = Array.from({ length: 14 }, (_, index) => `user${index}@example.com`);

const address = fc.constantFrom(...pool);
const long = "x".repeat(140);
const wrongAddress = fc.constantFrom(
	"",
	" ",
	"no address",
	"a,b@example.com",
	"two@@example.com",
	"ada@example",
	`${long}@example.com`,
	`${"😀".repeat(30)}@example.com`,
	`${"😀".repeat(60)}@example.com`,
);
const name = fc.oneof(
	{ weight: 12, arbitrary: fc.constantFrom("Ada", "Zoë", "李", "O'Neil") },
	{ weight: 1, arbitrary: fc.constantFrom(null, "", "  ", long, "😀".repeat(100), "😀".repeat(129)) },
);

const user: fc.Arbitrary<RandomUser> = fc.record({
	userPrincipalName: fc.oneof({ weight: 20, arbitrary: address }, { weight: 1, arbitrary: wrongAddress }),
	mail: fc.oneof(
		{ weight: 20, arbitrary: address },
		{ weight: 2, arbitrary: fc.oneof(wrongAddress, fc.constant(null)) },
	),
	givenName: name,
	surname: name,
	enabled: fc.oneof(
		{ weight: 8, arbitrary: fc.constant(true) },
		{ weight: 1, arbitrary: fc.constant(false) },
	),
	roles: fc.oneof(
		{
			weight: 12,
			arbitrary: fc.constantFrom(["User"], ["Analyst"], ["User", "Analyst"], [], ["Power User"]),
		},
		{ weight: 1, arbitrary: fc.constant(["Pilot"]) },
		{ weight: 2, arbitrary: fc.constant(null) },
	),
});

const account: fc.Arbitrary<RandomAccount> = fc.record({
	userName: address,
	email: address,
	active: fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
	roles: fc.constantFrom(["User"], ["Analyst"]),
});

const ids = Array.from({ length: 12 }, (_, index) => `id-${index}`);

/** Worlds in which users and accounts get in each other's way, in all the ways that are known. */
export const randomWorld: fc.Arbitrary<RandomWorld> = fc.record({
	users: fc
		.uniqueArray(fc.record({ id: fc.constantFrom(...ids) }), {
			selector: ({ id }) => id,
			maxLength: 12,
			size: "max",
		})
		.chain((some) =>
			fc.tuple(...some.map(({ id }) => user.map((one) => ({ ...one, id })))).map((all) => [...all]),
		),
	accounts: fc
		.uniqueArray(account, { selector: ({ userName }) => userName, maxLength: 8, size: "max" })
		.map((all) => all.filter(({ email }, index) => all.findIndex((one) => one.email === email) === index)),
	matchByMail: fc.boolean(),
	reactivation: fc.oneof(
		{ weight: 4, arbitrary: fc.constant("try" as const) },
		{ weight: 1, arbitrary: fc.constant("block" as const) },
	),
	enabling: fc.constantFrom("refuse", "ignore", "allow"),
	hardDelete: fc.constantFrom("disable", "delete"),
	listsRoles: fc.oneof(
		{ weight: 3, arbitrary: fc.constant(true) },
		{ weight: 1, arbitrary: fc.constant(false) },
	),
	changes: fc.array(
		fc.record({
			id: fc.constantFrom(...ids),
			user: fc.oneof({ weight: 8, arbitrary: user }, { weight: 1, arbitrary: fc.constant(null) }),
		}),
		{ maxLength: 8, size: "max" },
	),
});

/** The same with what an operator can choose: other matching attributes, an expression, a scope that users leave and enter. */
export const widerWorld: fc.Arbitrary<RandomWorld> = fc
	.tuple(
		randomWorld,
		fc.record({
			matching: fc.constantFrom<MoreChoices["matching"][]>(
				["userName"],
				["emails"],
				["emails", "userName"],
				["userName", "emails"],
				["externalId"],
				["externalId", "userName"],
				["userName", "externalId", "emails"],
			),
			prefix: fc.constantFrom("", "", "sso."),
			scope: fc.constantFrom("all" as const, "assigned" as const, "assigned" as const),
			isFiltered: fc.boolean(),
			skipOutOfScopeDeletions: fc.boolean(),
			mayUpdate: fc.oneof(
				{ weight: 6, arbitrary: fc.constant(true) },
				{ weight: 1, arbitrary: fc.constant(false) },
			),
			mayDelete: fc.oneof(
				{ weight: 6, arbitrary: fc.constant(true) },
				{ weight: 1, arbitrary: fc.constant(false) },
			),
			onDemand: fc.uniqueArray(fc.constantFrom(...ids), { maxLength: 4 }),
		}),
	)
	.map(([world, more]) => ({ ...world, more }));
