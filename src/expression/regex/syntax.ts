import type { UnitSet } from "./unit-set.ts";

/** A position between two units: `^` `$` with and without option m, `\A` `\Z` `\z` `\G` `\b` `\B`. */
export type Place =
	| "start"
	| "lineStart"
	| "end"
	| "lineEnd"
	| "beforeLastNewline"
	| "searchStart"
	| "wordBoundary"
	| "noWordBoundary";

/** A parsed .NET regular expression. Groups are identified by their numbers. */
export type PatternNode =
	| { readonly kind: "unit"; readonly unit: number; readonly ignoreCase: boolean }
	| { readonly kind: "set"; readonly set: UnitSet }
	| { readonly kind: "sequence"; readonly nodes: readonly PatternNode[] }
	| { readonly kind: "alternatives"; readonly nodes: readonly PatternNode[] }
	| {
			readonly kind: "repeat";
			readonly node: PatternNode;
			readonly least: number;
			readonly most: number;
			readonly lazy: boolean;
	  }
	| { readonly kind: "group"; readonly node: PatternNode; readonly group: number }
	| { readonly kind: "atomic"; readonly node: PatternNode }
	| {
			readonly kind: "look";
			readonly node: PatternNode;
			readonly behind: boolean;
			readonly negative: boolean;
	  }
	| { readonly kind: "place"; readonly place: Place }
	| { readonly kind: "backreference"; readonly group: number; readonly ignoreCase: boolean }
	| {
			readonly kind: "conditional";
			/** A group that must have matched, or a look-around that must hold. */
			readonly test: number | PatternNode;
			readonly yes: PatternNode;
			readonly no: PatternNode;
	  };

/** The groups of a pattern, numbered as .NET does: unnamed ones from the left, then the named ones. */
export type Groups = {
	/** The numbers in use, ascending; 0 is the whole match. */
	readonly numbers: readonly number[];
	readonly byName: ReadonlyMap<string, number>;
};
