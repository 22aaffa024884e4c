import { PathError, readPath, type TargetPath } from "./path-syntax.ts";
import { type Json, type JsonObject, userSchema } from "./resource.ts";
import { isObject, memberOf, withoutValue, withValue } from "./resource-value.ts";
import { describedElement, formatFilter, matches } from "./value-filter.ts";

export { PathError, type PathErrorCode, type TargetPath } from "./path-syntax.ts";

const known = new Map<string, TargetPath>();
const maximum = 1000;

/** The attributes of a core user that hold a list (RFC 7643 §4.1.2), lower-cased. */
const lists = new Set(
	"emails phonenumbers ims photos addresses groups entitlements roles x509certificates".split(" "),
);

/**
 * Parses a target path (RFC 7644 §3.10): `userName`, `name.givenName`, `emails[type eq "work"].value`,
 * `urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department`. Entra's `primary eq "True"` becomes the boolean.
 * Remembers what it parsed. Throws `PathError` with the position.
 */
export function parsePath(text: string): TargetPath {
	const before = known.get(text);
	if (before) return before;
	const path = readPath(text);
	if (known.size >= maximum) known.clear();
	known.set(text, path);
	return path;
}

/** Whether the text can be read as a target path. */
export function isTargetPath(text: string): boolean {
	try {
		parsePath(text);
		return true;
	} catch (error) {
		if (error instanceof PathError) return false;
		throw error;
	}
}

/** The path as RFC 7644 writes it, in one way only: operators in lower case, booleans as booleans. */
export function format(path: TargetPath): string {
	const schema = path.schema === null ? "" : `${path.schema}:`;
	const filter = path.filter === null ? "" : `[${formatFilter(path.filter)}]`;
	const subAttribute = path.subAttribute === null ? "" : `.${path.subAttribute}`;
	return `${schema}${path.attribute}${filter}${subAttribute}`;
}

/** The schema extension that the path lies in, or null for an attribute of the core user. */
export function extensionOf(path: TargetPath): string | null {
	return path.schema === null || path.schema.toLowerCase() === userSchema.toLowerCase() ? null : path.schema;
}

/** The first value at the path; null when there is none. An attribute with several values and no filter gives its list. */
export function read(resource: JsonObject, path: TargetPath): Json {
	const value = attributeAt(resource, path);
	if (path.filter === null && path.subAttribute === null) return value ?? null;
	for (const element of elementsOf(value)) {
		const found = valueIn(element, path);
		if (found !== undefined && found !== null) return found;
	}
	return null;
}

/** Every value at the path, in order: one for each element that the filter selects and that has the sub-attribute. */
export function readAll(resource: JsonObject, path: TargetPath): readonly Json[] {
	const values: Json[] = [];
	for (const element of elementsOf(attributeAt(resource, path))) {
		const value = valueIn(element, path);
		if (value !== undefined && value !== null) values.push(value);
	}
	return values;
}

/** What the path selects of one element; undefined where its filter leaves the element out. */
function valueIn(element: Json, { filter, subAttribute }: TargetPath): Json | undefined {
	if (filter !== null && !matches(filter, element)) return undefined;
	return subAttribute === null ? element : subValue(element, subAttribute);
}

/**
 * A copy of the resource with the value at the path; null removes what is there.
 * Where a filter selects no element, the one that it describes is added: `emails[type eq "work"].value` gives
 * `{type: "work", value}`. Throws `PathError` (`undetermined`) when the filter does not describe one.
 */
export function write(resource: JsonObject, path: TargetPath, value: Json): JsonObject {
	if (value === null) return remove(resource, path);
	return change(resource, path, (present) => {
		if (path.filter !== null) return writeFiltered(present, path, value);
		if (path.subAttribute === null) return value;
		return writeSubAttribute(present, path, path.subAttribute, value);
	});
}

/** A copy without what is at the path. A list that becomes empty goes, as does a complex value. */
export function remove(resource: JsonObject, path: TargetPath): JsonObject {
	const { filter, subAttribute } = path;
	return change(resource, path, (present) => {
		if (present === undefined || (filter === null && subAttribute === null)) return undefined;
		const cleared = (element: Json): Json | undefined => {
			if (filter !== null && !matches(filter, element)) return element;
			if (subAttribute === null) return undefined;
			if (!isObject(element)) return subAttribute.toLowerCase() === "value" ? undefined : element;
			const rest = withoutValue(element, subAttribute);
			return Object.keys(rest).length === 0 ? undefined : rest;
		};
		if (!Array.isArray(present)) return cleared(present);
		const left = present.map(cleared).filter((element) => element !== undefined);
		return left.length === 0 ? undefined : left;
	});
}

/** A copy in which the attribute of the path is what `edit` makes of it; undefined removes it, and an extension left empty. */
export function change(
	resource: JsonObject,
	path: TargetPath,
	edit: (present: Json | undefined) => Json | undefined,
): JsonObject {
	const extension = extensionOf(path);
	if (extension !== null) {
		const container = memberOf(resource, extension);
		const core = { ...path, schema: null };
		const changed = change(isObject(container) ? container : {}, core, edit);
		if (Object.keys(changed).length === 0) return withoutValue(resource, extension);
		return withValue(resource, extension, changed);
	}
	const value = edit(memberOf(resource, path.attribute));
	if (value === undefined) return withoutValue(resource, path.attribute);
	return withValue(resource, path.attribute, value);
}

/** The whole attribute that the path lies in; undefined when absent. */
export function attributeAt(resource: JsonObject, path: TargetPath): Json | undefined {
	const extension = extensionOf(path);
	const container = extension === null ? resource : memberOf(resource, extension);
	return isObject(container) ? memberOf(container, path.attribute) : undefined;
}

/** The elements of a list, or the one value. */
export function elementsOf(value: Json | undefined): readonly Json[] {
	if (value === undefined || value === null) return [];
	return Array.isArray(value) ? value : [value];
}

function subValue(element: Json, name: string): Json | undefined {
	if (isObject(element)) return memberOf(element, name);
	return name.toLowerCase() === "value" ? element : undefined;
}

function withSubValue(element: Json, name: string, value: Json): Json {
	if (isObject(element)) return withValue(element, name, value);
	return name.toLowerCase() === "value" ? value : { value: element, [name]: value };
}

function writeFiltered(present: Json | undefined, path: TargetPath, value: Json): Json {
	const { filter, subAttribute } = path;
	const elements = elementsOf(present);
	const selects = (element: Json) => filter === null || matches(filter, element);
	const written = (element: Json) =>
		subAttribute === null ? value : withSubValue(element, subAttribute, value);
	if (elements.some(selects)) {
		return elements.map((element) => (selects(element) ? written(element) : element));
	}
	const described = filter === null ? {} : describedElement(filter);
	if (described === undefined) {
		const problem = "No element fits this filter, and it does not say what a new one looks like";
		throw new PathError("undetermined", format(path), path.attribute.length, problem);
	}
	if (subAttribute !== null) return [...elements, withSubValue(described, subAttribute, value)];
	return [...elements, isObject(value) ? { ...described, ...value } : { ...described, value }];
}

function writeSubAttribute(
	present: Json | undefined,
	path: TargetPath,
	subAttribute: string,
	value: Json,
): Json {
	if (Array.isArray(present) && present.length > 0) {
		return present.map((element) => withSubValue(element, subAttribute, value));
	}
	const isList = Array.isArray(present) || (present === undefined && isListAttribute(path));
	if (isList) return [{ [subAttribute]: value }];
	return withSubValue(isObject(present) ? present : {}, subAttribute, value);
}

/** Whether the path lies in an attribute of the core user that holds a list. */
export function isListAttribute(path: TargetPath): boolean {
	return extensionOf(path) === null && lists.has(path.attribute.toLowerCase());
}
