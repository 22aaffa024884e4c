/** A JSON value. */
export type Json = string | number | boolean | null | Json[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
	[key: string]: Json;
}

/** Whether a value is a JSON object, not null, an array or a primitive. */
export function isObject(value: Json | undefined): value is JsonObject {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An object changed as a JSON merge patch says (RFC 7396): objects are merged, null removes a member, anything else replaces it. */
export function mergePatched(value: JsonObject, patch: JsonObject): JsonObject {
	const merged = { ...value };
	for (const [name, change] of Object.entries(patch)) {
		const before = merged[name];
		if (change === null) delete merged[name];
		else if (isObject(change)) merged[name] = mergePatched(isObject(before) ? before : {}, change);
		else merged[name] = change;
	}
	return merged;
}

/** The parsed text, or `undefined` if it is not JSON. */
export function parseJson(text: string): Json | undefined {
	try {
		const value: Json = JSON.parse(text);
		return value;
	} catch (error) {
		if (error instanceof SyntaxError) return undefined;
		throw error;
	}
}
