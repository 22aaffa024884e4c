import type { TargetAttribute } from "../../attributes/target-schema.ts";
import type { Json } from "../../scim/resource.ts";

/** What one mapping yields for one user, ready for the target. */
export type MappedValue = {
	/** The mapping's target path as written: `emails[type eq "work"].value`. */
	readonly target: string;
	/** Null: flows as a clearing (only where the mapping lets nulls flow). */
	readonly value: Json;
	/** The log must not show it. */
	readonly redacted: boolean;
	/** Only set when the user is created. */
	readonly creationOnly: boolean;
	/** Only when the target has nothing there (mapping type None with a default). */
	readonly onlyIfEmpty: boolean;
	/** What the attribute list says of the target; null for one that is not in it. */
	readonly attribute: TargetAttribute | null;
	/** Values are added to those of the target, and none is taken away (`AppRoleAssignmentsComplex`). */
	readonly additive: boolean;
};

/** What a change gives one attribute of an account; null clears it. */
export type SetValue = Pick<MappedValue, "target" | "value" | "redacted" | "additive">;

/** A value of `SelectUniqueValue` that the target has to be asked about before it can be used. */
export type UndecidedValue = { readonly target: string; readonly value: string };

/** A matching attribute and the value to look for, in order of precedence. */
export type MatchingValue = { readonly target: string; readonly value: string; readonly redacted: boolean };

/** A source user seen through the mappings. Attributes whose mapping yielded nothing are absent. */
export type MappedUser = {
	readonly values: readonly MappedValue[];
	readonly matching: readonly MatchingValue[];
	/** Needed for a creation only: see `decideUnique`. Empty for most mapping sets. */
	readonly undecided: readonly UndecidedValue[];
};
