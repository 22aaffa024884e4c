import { ScimError } from "./errors.ts";

/** An id as one segment of a path. Throws `invalid` for one that would lead elsewhere: empty, or dots. */
export function idSegment(id: string): string {
	if (id === "" || id === "." || id === "..")
		throw new ScimError("invalid", `"${id}" cannot be the id of a resource.`);
	return encodeURIComponent(id.toWellFormed());
}
