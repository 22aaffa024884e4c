import { profileSchema } from "./profile.ts";
import { isObject } from "./value-at-path.ts";

type Json = Readonly<Record<string, unknown>>;

/**
 * A profile with the keys of its stored form that the schema does not know: those of a later version, or an operator's
 * notes. A stored form that cannot be read gives none.
 */
export function withUnknownKeys(profile: Json, stored: unknown): Json {
	const known = profileSchema.safeParse(stored);
	return known.success && isObject(stored) ? merged(profile, stored, known.data) : profile;
}

/** What reading dropped from `stored` was unknown to the schema; what it kept may have been removed since. */
function merged(profile: Json, stored: Json, known: Json): Json {
	// Another type of source is another object.
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
