import { isObject } from "../text/is-object.ts";
import { parseProfile } from "./profile.ts";

type Json = Readonly<Record<string, unknown>>;

/**
 * A profile with the keys of its stored form that are not in the schema: those of a later version, or an operator's
 * notes. A stored form that cannot be read has none.
 */
export function withUnknownKeys(profile: Json, stored: unknown): Json {
	const known = parseProfile(stored);
	return known.success && isObject(stored) ? merged(profile, stored, known.data) : profile;
}

/** Keys that reading dropped from `stored` are not in the schema; keys that it kept may have been removed since. */
function merged(profile: Json, stored: Json, known: Json): Json {
	// A source of another type is a different object.
	if (stored.type !== profile.type) return profile;
	const result: Record<string, unknown> = { ...profile };
	for (const [name, value] of Object.entries(stored)) {
		if (!Object.hasOwn(known, name)) {
			if (!Object.hasOwn(profile, name)) result[name] = value;
			continue;
		}
		const [after, before] = [profile[name], known[name]];
		if (isObject(value) && isObject(after) && isObject(before)) result[name] = merged(after, value, before);
	}
	return result;
}
