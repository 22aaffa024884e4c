import { createHmac } from "node:crypto";
import { type TargetAttribute, type TargetList, writtenPath } from "../../attributes/target-schema.ts";
import type { Json } from "../../scim/resource.ts";
import { isObject } from "../../scim/resource-value.ts";

/** The change that a hash belongs to, and the key. */
export type Hashing = { readonly key: string; readonly changeId: string; readonly targets: TargetList };

/**
 * Replaces a value that a mapping wraps in `Redact` in an intent: HMAC-SHA-256 in base64url. Values that a target treats as
 * equal have the same hash; the same value in another change or attribute has a different one, so hashes do not reveal
 * which users share a value.
 */
export function keyedHash({ key, changeId, targets }: Hashing, path: string, value: Json): string {
	const subject = JSON.stringify([changeId, path, canonical(value, targets.find(writtenPath(path)))]);
	return createHmac("sha256", key).update(subject).digest("base64url");
}

function canonical(value: Json, attribute: TargetAttribute | undefined): string {
	const text = isObject(value) || Array.isArray(value) ? JSON.stringify(sorted(value)) : String(value);
	if (attribute?.type === "DateTime") {
		const time = Date.parse(text);
		return Number.isNaN(time) ? text : new Date(time).toISOString();
	}
	return attribute?.type === "Boolean" || attribute?.caseExact === false ? text.toLowerCase() : text;
}

/** Servers return the members of an object in any order. */
function sorted(value: Json): Json {
	if (Array.isArray(value)) return value.map(sorted);
	if (!isObject(value)) return value;
	const names = Object.keys(value).sort();
	return Object.fromEntries(names.map((name): [string, Json] => [name, sorted(value[name] ?? null)]));
}
