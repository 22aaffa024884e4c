import { type EntraSchema, userMappingOf } from "../../entra-schema/document.ts";
import { jsonList } from "./json-list.ts";
import type { PredictedUser } from "./prediction.ts";

/** Flow types by which Entra leaves out a part of what a mapping yields. */
const restricting = ["MultiValueAddOnly", "ValueAddOnly", "AttributeAddOnly"] as const;

/** How the values of a mapping flow, where it is not always or at creation. */
export type RestrictedFlow = (typeof restricting)[number];

/** The restricted flows of a job's mappings of users, by target attribute in lower case. */
export function restrictedFlows(schema: EntraSchema): ReadonlyMap<string, RestrictedFlow> {
	return new Map(
		(userMappingOf(schema).json.attributeMappings ?? []).flatMap(({ targetAttributeName, flowType }) => {
			const restricted = restricting.find((one) => one === flowType);
			return restricted === undefined ? [] : [[targetAttributeName.toLowerCase(), restricted] as const];
		}),
	);
}

/**
 * A user without the changes that do not flow: `AttributeAddOnly` flows only where the account has no value, `ValueAddOnly` removes
 * none, and `MultiValueAddOnly` removes none of several. Null when no change is left of an update.
 *
 * @see https://learn.microsoft.com/graph/api/resources/synchronization-attributemapping
 */
export function withFlows(
	user: PredictedUser,
	flows: ReadonlyMap<string, RestrictedFlow>,
): PredictedUser | null {
	const isUpdate = user.action === "update" || user.action === "disable";
	if (flows.size === 0 || !isUpdate || user.status !== "success" || user.changes.length === 0) return user;
	const changes = user.changes.filter((change) => doesFlow(change, flows.get(change.name.toLowerCase())));
	if (changes.length === user.changes.length) return user;
	if (changes.length === 0) return null;
	const deactivates = changes.some(({ name }) => name.toLowerCase() === "active");
	return { ...user, action: user.action === "disable" && !deactivates ? "update" : user.action, changes };
}

function doesFlow(change: PredictedUser["changes"][number], flow: RestrictedFlow | undefined): boolean {
	const { old, new: value } = change;
	if (old === null) return true;
	switch (flow) {
		case undefined:
			return true;
		case "AttributeAddOnly":
			return false;
		case "ValueAddOnly":
			return value !== null;
		case "MultiValueAddOnly":
			return value !== null && adds(old, value);
	}
}

/** Whether a list has an element that the other list does not have. */
function adds(old: string, value: string): boolean {
	const held = new Set(elementsOf(old));
	return elementsOf(value).some((element) => !held.has(element));
}

/** The elements of a list as a log shows it: JSON, with commas, or one value. */
function elementsOf(text: string): readonly string[] {
	const list = jsonList(text);
	if (list !== null) return list.map((element) => JSON.stringify(element));
	return text.startsWith("[") ? [text] : text.split(", ");
}
