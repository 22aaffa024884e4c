import { isObject, type Json, type JsonObject } from "../../../loopback/json.ts";

/** A target attribute: `urn:…:User:department`, `name.givenName`, `emails[type eq "work"].value`. */
export interface TargetPath {
	readonly text: string;
	/** The extension; undefined for attributes of the core user. */
	readonly urn: string | undefined;
	readonly attribute: string;
	/** The equality that selects an element. */
	readonly filter: { readonly name: string; readonly value: string } | undefined;
	readonly sub: string | undefined;
}

const form = /^(?:(urn:.+):)?([^:.[\]]+)(?:\[(\w+) eq "?([^"\]]*)"?\])?(?:\.(.+))?$/;

export function readPath(text: string): TargetPath {
	const core = text.replace(/^urn:ietf:params:scim:schemas:core:2\.0:User:/i, "");
	const [, urn, attribute = core, name, value, sub] = form.exec(core) ?? [];
	const filter = name === undefined ? undefined : { name, value: value ?? "" };
	return { text, urn, attribute, filter, sub };
}

/** The values of an attribute in an account; none when it has no value. */
export function valuesAt(account: JsonObject, path: TargetPath): readonly Json[] {
	const holder = path.urn === undefined ? account : member(account, path.urn);
	const held = isObject(holder) ? member(holder, path.attribute) : undefined;
	if (held === undefined || held === null) return [];
	const { filter, sub } = path;
	const all = Array.isArray(held) ? held : [held];
	const chosen = filter === undefined ? all : all.filter((one) => fits(one, filter));
	if (sub === undefined) return chosen;
	return chosen
		.map((one) => (isObject(one) ? member(one, sub) : sub.toLowerCase() === "value" ? one : undefined))
		.filter((one) => one !== undefined && one !== null);
}

function fits(element: Json, { name, value }: NonNullable<TargetPath["filter"]>): boolean {
	const held = isObject(element) ? member(element, name) : undefined;
	return held !== undefined && String(held).toLowerCase() === value.toLowerCase();
}

/** Names are found in any case (RFC 7643 §2.1). */
function member(object: JsonObject, name: string): Json | undefined {
	const [, value] = Object.entries(object).find(([key]) => key.toLowerCase() === name.toLowerCase()) ?? [];
	return value;
}

/** Sets an attribute of a new account; several values at a path with a filter make several elements. */
export function setAt(account: JsonObject, path: TargetPath, value: Json): void {
	const holder = path.urn === undefined ? account : objectAt(account, path.urn);
	const { attribute, filter, sub } = path;
	if (filter !== undefined) {
		const held = holder[attribute];
		const list = Array.isArray(held) ? held : [];
		holder[attribute] = list;
		const chosen = list.filter(isObject).find((one) => fits(one, filter));
		for (const [index, one] of (Array.isArray(value) ? value : [value]).entries()) {
			const element = index === 0 && chosen ? chosen : newElement(list, filter);
			element[sub ?? "value"] = one;
		}
	} else if (sub === undefined) holder[attribute] = value;
	else objectAt(holder, attribute)[sub] = value;
}

function newElement(list: Json[], { name, value }: NonNullable<TargetPath["filter"]>): JsonObject {
	const element: JsonObject = { [name]: name === "primary" ? value.toLowerCase() === "true" : value };
	list.push(element);
	return element;
}

function objectAt(holder: JsonObject, name: string): JsonObject {
	const held = holder[name];
	if (isObject(held)) return held;
	const made: JsonObject = {};
	holder[name] = made;
	return made;
}
