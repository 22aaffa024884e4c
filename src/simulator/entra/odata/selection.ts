import type { Json, JsonObject } from "../../loopback/json.ts";
import { badRequest } from "./refusal.ts";

/** The properties of a type, each with its getter. */
export type Properties<Resource> = Readonly<Record<string, (resource: Resource) => Json>>;

/** Name and getter of each selected property. */
export type Selection<Resource> = readonly (readonly [string, (resource: Resource) => Json])[];

/** Reads `$select`. Throws a GraphRefusal for a property that the type does not have. */
export function readSelection<Resource>(
	select: string | null,
	properties: Properties<Resource>,
	type: string,
	otherwise: readonly string[] = Object.keys(properties),
): Selection<Resource> {
	const names = select === null || select === "" ? otherwise : select.split(",").map((name) => name.trim());
	// An extension property that no user has is absent, not an error.
	return [...new Set(names.filter((name) => !/^extension_[0-9a-f]{32}_\w+$/i.test(name)))].map((name) => {
		const [known] = Object.hasOwn(properties, name)
			? [name]
			: Object.keys(properties).filter((other) => other.toLowerCase() === name.toLowerCase());
		const read = known === undefined ? undefined : properties[known];
		if (known === undefined || !read) {
			throw badRequest(`Could not find a property named '${name}' on type 'microsoft.graph.${type}'.`);
		}
		return [known, read];
	});
}

/** The selected properties of a resource. */
export function project<Resource>(resource: Resource, selection: Selection<Resource>): JsonObject {
	const projected: JsonObject = {};
	for (const [name, read] of selection) projected[name] = read(resource);
	return projected;
}
