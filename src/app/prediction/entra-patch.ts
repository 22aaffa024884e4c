import type { PredictedUser } from "./prediction.ts";

type Operation = NonNullable<PredictedUser["patch"]>[number];

const flag = "aadoptscim062020";

/** Whether a Tenant URL asks for PATCH as RFC 7644 has it (`?aadOptscim062020`). */
export function asksForStandard(tenantUrl: string): boolean {
	const [, query = ""] = tenantUrl.split(/\?(.*)/s, 2);
	return [...new URLSearchParams(query).keys()].some((name) => name.toLowerCase() === flag);
}

/**
 * The PATCH that Entra sends for these changes. Without the flag: `Add`, `Replace` and `Remove`, one path per operation, booleans as
 * strings. With it: lower case, booleans, and attributes without a filter joined in one operation without a path.
 *
 * @param isBoolean whether a target attribute is a boolean
 * @see https://learn.microsoft.com/entra/identity/app-provisioning/application-provisioning-config-problem-scim-compatibility
 */
export function entraPatch(
	changes: PredictedUser["changes"],
	isBoolean: (target: string) => boolean,
	isStandard: boolean,
): readonly Operation[] {
	const operations = changes.map(({ name, old, new: value }): Operation & { readonly path: string } => {
		const op = value === null ? "Remove" : old === null ? "Add" : "Replace";
		if (value === null) return { op, path: name };
		return { op, path: name, value: isStandard && isBoolean(name) ? /^true$/i.test(value) : value };
	});
	if (!isStandard) return operations;
	const isJoined = ({ op, path }: (typeof operations)[number]) => op !== "Remove" && !path.includes("[");
	const joined = operations.filter(isJoined);
	const others = operations
		.filter((one) => !isJoined(one))
		.map((one) => ({ ...one, op: one.op.toLowerCase() }));
	if (joined.length === 0) return others;
	const value = Object.fromEntries(joined.map(({ path, value: given }) => [path, given]));
	return [{ op: "replace", value }, ...others];
}
