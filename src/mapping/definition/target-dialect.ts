import type { TargetAttribute } from "../../attributes/target-schema.ts";
import type { AttributeMapping } from "./attribute-mapping.ts";

/** What a target accepts as the value of one attribute, beyond its type. */
export type ValueLimit = {
	/** A target path. */
	readonly target: string;
	/** In characters; null: no limit is known. */
	readonly maxLength: number | null;
	/** `address`: something like `ada@example.com`. */
	readonly form: "any" | "address";
};

/** A value that no two accounts may share, and the attribute by which the account that holds it is found. */
export type UniqueValue = {
	/** The path of the value in an account. */
	readonly value: string;
	/** The attribute that the target is asked about. */
	readonly heldAs: string;
	/** Whether the target certainly refuses a second holder, so that a plan fails on it; otherwise it is only asked about after a conflict. */
	readonly certain: boolean;
};

/**
 * What one kind of target does that the SCIM standard leaves open, as data: mapping, comparison, planner and errors read
 * it, and know no target by name. How accounts are deleted, and what happens to their content, is `AccountRemoval`.
 */
export type TargetDialect = {
	/** For messages, as in the middle of a sentence: `Sumo Logic`, `the target`. */
	readonly name: string;
	/** The attributes of a user that are known, in the order in which they are listed; they say which are required. */
	readonly attributes: readonly TargetAttribute[];
	/** What a new profile starts with. */
	readonly defaultMappings: readonly AttributeMapping[];
	/** Lists of which the target keeps one element, which is primary: core attributes, in lower case. */
	readonly singleValuedLists: ReadonlySet<string>;
	readonly roles: {
		/** The target knows names only: each role is written as `{value, primary: true}`, and order and filter do not count. */
		readonly allPrimary: boolean;
		/** The role that the target gives to a user without any; null: it gives none. */
		readonly lastResort: string | null;
	};
	/** Whether a value of nothing but white space counts as none. */
	readonly blankIsNoValue: boolean;
	readonly limits: readonly ValueLimit[];
	/** Asked in this order, before a write and when the target reports a conflict. */
	readonly unique: readonly UniqueValue[];
	/**
	 * Paths of values that a deactivated account reserves: no account can be created with them until it is deleted.
	 */
	readonly keptByDeactivated: readonly string[];
};

/** The target's name at the start of a sentence. */
export function nameAtStart({ name }: TargetDialect): string {
	return name.charAt(0).toUpperCase() + name.slice(1);
}
