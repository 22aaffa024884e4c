/** A value that JSON can carry. */
export type Json = string | number | boolean | null | Json[] | JsonObject;

/** An object of JSON. */
export interface JsonObject {
	[key: string]: Json;
}

/** True for an object of JSON, false for null, an array or a simple value. */
export function isObject(value: Json | undefined): value is JsonObject {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The text as JSON, or `undefined` when it is not. */
export function parseJson(text: string): Json | undefined {
	try {
		const value: Json = JSON.parse(text);
		return value;
	} catch (error) {
		if (error instanceof SyntaxError) return undefined;
		throw error;
	}
}
