import { writtenPath } from "../../attributes/target-schema.ts";
import { read } from "../../scim/path.ts";
import type { JsonObject } from "../../scim/resource.ts";
import type { TargetDialect } from "./target-dialect.ts";

/** A value that the target would refuse, and why. */
export type RefusedValue = {
	/** The target path. */
	readonly target: string;
	readonly value: string;
	readonly problem:
		| { readonly type: "too-long"; readonly maxLength: number }
		| { readonly type: "not-an-address" };
};

/** The values of a user that break the limits of the dialect. A value that is missing is `missingFields`' concern. */
export function refusedValues(user: JsonObject, dialect: TargetDialect): readonly RefusedValue[] {
	return dialect.limits.flatMap(({ target, maxLength, form }): readonly RefusedValue[] => {
		const value = read(user, writtenPath(target));
		if (typeof value !== "string" || value === "") return [];
		if (maxLength !== null && lengthOf(value) > maxLength)
			return [{ target, value, problem: { type: "too-long", maxLength } }];
		return form === "address" && !isAddress(value)
			? [{ target, value, problem: { type: "not-an-address" } }]
			: [];
	});
}

/**
 * Characters as a target's limits count them: code points, which is what `maxLength` of an OpenAPI description means
 * (JSON Schema §6.3.1), so that an emoji is one.
 */
export function lengthOf(value: string): number {
	return [...value].length;
}

/**
 * Text on both sides of one `@` and a dot after it, without white space and the characters that RFC 5322 §3.2.3 allows only
 * between quotation marks.
 */
function isAddress(value: string): boolean {
	return /^[^\s@<>()[\]",;:\\]+@[^\s@<>()[\]",;:\\]+\.[^\s@.]+$/u.test(value);
}

/** How long a value may be; null: no limit is known. */
export function maxLengthOf(target: string, { limits }: TargetDialect): number | null {
	return limits.find((limit) => limit.target === target)?.maxLength ?? null;
}
