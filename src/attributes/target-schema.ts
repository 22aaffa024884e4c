import { extensionOf, format, parsePath, type TargetPath } from "../scim/path.ts";
import { enterpriseUserSchema } from "../scim/resource.ts";
import type { AttributeDefinition } from "./attribute-list.ts";

/** An attribute that a mapping can fill. */
export type TargetAttribute = AttributeDefinition & {
	/** Whether Sumo Logic documents it. It may drop the others, and then they look changed whenever all users are read. */
	readonly documented: boolean;
};

/** The longest userName that Sumo Logic takes, in characters. */
export const longestUserName = 64;

type Properties = Partial<Omit<TargetAttribute, "name">>;

const attribute = (name: string, properties: Properties = {}): TargetAttribute => ({
	name,
	type: "String",
	primaryKey: false,
	required: false,
	multiValued: false,
	caseExact: true,
	documented: false,
	...properties,
});

const kept = { documented: true } as const;
const required = { documented: true, required: true } as const;

/**
 * The attributes of Sumo Logic's user, and after them the rest of the standard's user (RFC 7643 §4.1, §4.3).
 *
 * @see https://www.sumologic.com/help/docs/api/scim-user/
 */
export const targetAttributes: readonly TargetAttribute[] = [
	attribute("userName", { ...required, caseExact: false, primaryKey: true }),
	attribute("active", { ...kept, type: "Boolean" }),
	attribute('emails[type eq "work"].value', { ...required, caseExact: false }),
	attribute('emails[type eq "work"].primary', { ...kept, type: "Boolean" }),
	attribute("name.givenName", required),
	attribute("name.familyName", required),
	attribute('roles[primary eq "True"].value', { ...required, multiValued: true }),
	attribute("roles", { ...kept, multiValued: true }),
	attribute("displayName"),
	attribute("externalId"),
	attribute("title"),
	attribute("nickName"),
	attribute("userType"),
	attribute("preferredLanguage", { caseExact: false }),
	attribute("locale", { caseExact: false }),
	attribute("timezone", { caseExact: false }),
	attribute("profileUrl"),
	attribute("name.formatted"),
	attribute("name.middleName"),
	attribute("name.honorificPrefix"),
	attribute("name.honorificSuffix"),
	attribute('emails[type eq "home"].value', { caseExact: false }),
	attribute('emails[type eq "other"].value', { caseExact: false }),
	attribute('phoneNumbers[type eq "work"].value'),
	attribute('phoneNumbers[type eq "mobile"].value'),
	attribute('phoneNumbers[type eq "fax"].value'),
	attribute('addresses[type eq "work"].formatted'),
	attribute('addresses[type eq "work"].streetAddress'),
	attribute('addresses[type eq "work"].locality'),
	attribute('addresses[type eq "work"].region'),
	attribute('addresses[type eq "work"].postalCode'),
	attribute('addresses[type eq "work"].country'),
	attribute('addresses[type eq "other"].formatted'),
	attribute('roles[primary eq "True"].display'),
	attribute('roles[primary eq "True"].type'),
	attribute(`${enterpriseUserSchema}:employeeNumber`),
	attribute(`${enterpriseUserSchema}:department`),
	attribute(`${enterpriseUserSchema}:division`),
	attribute(`${enterpriseUserSchema}:costCenter`),
	attribute(`${enterpriseUserSchema}:organization`),
	attribute(`${enterpriseUserSchema}:manager`, { type: "Reference" }),
];

/** The attributes that a mapping set can fill. */
export type TargetList = {
	readonly all: readonly TargetAttribute[];
	/** The paths without which no user is created. */
	readonly required: readonly string[];
	/** What is known of the attribute at a path; the filter decides only where two entries differ by it. Undefined for others. */
	readonly find: (path: TargetPath) => TargetAttribute | undefined;
	/** The entry of just this name, in whatever way it is written. Throws `PathError`. */
	readonly named: (name: string) => TargetAttribute | undefined;
};

/** The list in the code with the entries of a mapping set's own in place of its entries, or after them. */
export function targetList(own: readonly AttributeDefinition[]): TargetList {
	if (own.length === 0) return knownTargets;
	const left = new Map(own.map((one) => [targetKey(one.name), one]));
	const known = targetAttributes.map((one) => {
		const key = targetKey(one.name);
		const other = left.get(key);
		left.delete(key);
		return other === undefined ? one : adapted(one, other);
	});
	return listOf([...known, ...[...left.values()].map((one) => ({ ...one, documented: false }))]);
}

/** What Sumo Logic documents stays as it is documented: only its case, and whether it is required too, can be chosen. */
export function adapted(known: TargetAttribute, own: AttributeDefinition): TargetAttribute {
	if (!known.documented) return { ...known, ...own, name: known.name };
	return { ...known, caseExact: own.caseExact, required: known.required || own.required };
}

function listOf(all: readonly TargetAttribute[]): TargetList {
	const byPath = new Map<string, TargetAttribute>();
	const byAttribute = new Map<string, TargetAttribute>();
	for (const one of all) {
		const path = parsePath(one.name);
		byPath.set(format(path).toLowerCase(), one);
		const unfiltered = format({ ...path, filter: null }).toLowerCase();
		if (!byAttribute.has(unfiltered)) byAttribute.set(unfiltered, one);
	}
	const lookUp = (path: TargetPath) => {
		const wanted = core(path);
		const parent = wanted.subAttribute === "value" ? { ...wanted, subAttribute: null } : wanted;
		return (
			byPath.get(format(wanted).toLowerCase()) ??
			byAttribute.get(format({ ...wanted, filter: null }).toLowerCase()) ??
			byPath.get(format(parent).toLowerCase())
		);
	};
	/** By the path's own object: a mapping's path is asked about for every user. */
	const found = new WeakMap<TargetPath, { readonly attribute: TargetAttribute | undefined }>();
	return {
		all,
		required: all.filter((one) => one.required).map(({ name }) => name),
		named: (name) => byPath.get(targetKey(name)),
		find: (path) => {
			const before = found.get(path);
			if (before !== undefined) return before.attribute;
			const attribute = lookUp(path);
			found.set(path, { attribute });
			return attribute;
		},
	};
}

/** The core user's own URN before an attribute says nothing more than the attribute (RFC 7644 §3.10). */
function core(path: TargetPath): TargetPath {
	return extensionOf(path) === null ? { ...path, schema: null } : path;
}

/** A target in the one way that tells whether two are the same: `roles[primary eq "True"].value` and `… eq true` are. */
export function targetKey(target: string): string {
	return format(core(parsePath(target))).toLowerCase();
}

/** The list in the code. */
export const knownTargets: TargetList = listOf(targetAttributes);

/**
 * The path that a mapping writes. A manager is written by its `value`: Entra's target `…:User:manager` means
 * `…:User:manager.value` (RFC 7643 §4.3). Throws `PathError`.
 */
export function writtenPath(target: string): TargetPath {
	const path = parsePath(target);
	const isManager = path.schema !== null && knownTargets.find(path)?.type === "Reference";
	return isManager && path.subAttribute === null ? { ...path, subAttribute: "value" } : path;
}
