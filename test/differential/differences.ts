import type { Account, Person } from "./state.ts";

/** A user whose accounts differ after a round. */
export type DifferingUser = {
	readonly person: Person;
	/** Undefined: there is none. */
	readonly direct: Account | undefined;
	readonly hosted: Account | undefined;
	/** Members of the account that differ. */
	readonly fields: readonly string[];
};

/** A way in which hosted and direct provisioning end differently, with the reason. */
export type DocumentedDifference = {
	readonly id: string;
	readonly title: string;
	readonly direct: string;
	readonly hosted: string;
	readonly why: string;
	/** Whether it explains what is seen of a user. */
	readonly explains: (seen: DifferingUser) => boolean;
};

const only = (fields: readonly string[], ...allowed: readonly string[]) =>
	fields.every((field) => allowed.includes(field));

/** Every known difference: the source of docs/differences.md. Anything else fails the differential test. */
export const documentedDifferences: readonly DocumentedDifference[] = [
	{
		id: "unlinked-disabled",
		title: "A disabled user with an account that was never linked",
		direct: "The active account that matches is deactivated.",
		hosted: "The account stays active.",
		why: "Entra does not look up the account of a user who is not effectively entitled.",
		explains: ({ person, direct, hosted, fields }) =>
			only(fields, "active") && !person.enabled && hosted?.active === true && direct?.active === false,
	},
	{
		id: "null-condition",
		title: "A condition of `IIF` on an attribute without a value",
		direct: 'The expression is evaluated as written. The switch "Fail where Entra would" changes that.',
		hosted:
			"The mapping does not flow: the account keeps the value, and a new one has none, so that it may be refused.",
		why: "Entra documents it as a limitation of `IIF`.",
		explains: ({ person, hosted, fields }) =>
			person.department === null && (only(fields, "familyName") || hosted === undefined),
	},
	{
		id: "shared-address",
		title: "Several users with one address",
		direct: "All of them fail, and no account changes until one of them has another address.",
		hosted: "The first one that is read gets the address; the others fail.",
		why: "Entra processes one user after the other. sumo-provision finds the conflict first, so that the order of users does not decide.",
		explains: ({ person }) => person.sharedMail,
	},
	{
		id: "permanent-deletion",
		title: "A permanently deleted user",
		direct: "The account is deactivated, unless the setting for deleted users is `delete`.",
		hosted: "The account is deleted.",
		why: "A deletion in Sumo Logic loses what only the account has. Entra has no setting for it but the object action Delete.",
		explains: ({ person, direct, hosted }) =>
			person.state === "gone" && hosted === undefined && direct?.active === false,
	},
	{
		id: "never-linked-deletion",
		title: "A permanently deleted user whose account matched, but could never be updated",
		direct: "The account stays as it is, because it was never linked.",
		hosted: "The account is deleted.",
		why: "Entra links an account once it matches. sumo-provision links it once a change or a comparison has succeeded.",
		explains: ({ person, direct, hosted }) =>
			person.state === "gone" && person.neverLinked && hosted === undefined && direct !== undefined,
	},
	{
		id: "no-active-mapping",
		title: "No mapping to `active`",
		direct:
			"Accounts of users who leave the scope or are disabled are deactivated, and reactivated when the users are back.",
		hosted: "The accounts stay active or deactivated.",
		why: "Entra deactivates and reactivates an account by the mapping to `active` only.",
		explains: ({ person, fields }) => person.withoutActiveMapping && only(fields, "active"),
	},
];

/** The text of docs/differences.md. */
export function differencesDocument(): string {
	return [
		"# Direct and hosted: where they differ",
		"",
		"With the same mappings and scope, sumo-provision's own engine (*direct*) and Entra's job (*hosted*) leave the same accounts in Sumo",
		"Logic, apart from the differences below. `test/differential` plays random changes to the simulated tenant through both of them and fails",
		"on any other difference. This file is generated from its table: `UPDATE_DOCS=1 npx vitest run test/differential`.",
		"",
		"| case | direct | hosted | why |",
		"|---|---|---|---|",
		...documentedDifferences.map(
			({ title, direct, hosted, why }) => `| ${title} | ${direct} | ${hosted} | ${why} |`,
		),
		"",
	].join("\n");
}
