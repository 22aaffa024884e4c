import { format, parsePath, type TargetPath } from "../scim/path.ts";
import { enterpriseUserSchema } from "../scim/resource.ts";

/** The types of Entra's attribute list. */
export const attributeTypes = ["String", "Boolean", "Integer", "DateTime", "Reference", "Binary"] as const;
export type AttributeType = (typeof attributeTypes)[number];

/**
 * An attribute that a mapping can fill, with the properties of Entra's attribute list.
 *
 * @see https://learn.microsoft.com/entra/identity/app-provisioning/customize-application-attributes#editing-the-list-of-supported-attributes
 */
export type TargetAttribute = {
	/** The path as a mapping names it. */
	readonly path: string;
	readonly type: AttributeType;
	readonly required: boolean;
	readonly multiValued: boolean;
	/** A change of case alone is a change. */
	readonly caseExact: boolean;
	/** Whether Sumo Logic documents it. It may drop the others, and then they look changed whenever all users are read. */
	readonly documented: boolean;
};

/** The longest userName that Sumo Logic takes, in characters. */
export const longestUserName = 64;

type Properties = Partial<Omit<TargetAttribute, "path">>;

const attribute = (path: string, properties: Properties = {}): TargetAttribute => ({
	path,
	type: "String",
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
	attribute("userName", { ...required, caseExact: false }),
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
	attribute("profileUrl", { type: "Reference" }),
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

/** The paths without which Sumo Logic does not create a user. */
export const requiredTargets: readonly string[] = targetAttributes
	.filter((one) => one.required)
	.map((one) => one.path);

const byPath = new Map<string, TargetAttribute>();
const byAttribute = new Map<string, TargetAttribute>();
for (const one of targetAttributes) {
	const path = parsePath(one.path);
	byPath.set(format(path).toLowerCase(), one);
	const unfiltered = format({ ...path, filter: null }).toLowerCase();
	if (!byAttribute.has(unfiltered)) byAttribute.set(unfiltered, one);
}

/** What is known of the attribute at a path; the filter decides only where two entries differ by it. Undefined for others. */
export function targetAttribute(path: TargetPath): TargetAttribute | undefined {
	const managerless = path.subAttribute === "value" ? { ...path, subAttribute: null } : path;
	return (
		byPath.get(format(path).toLowerCase()) ??
		byAttribute.get(format({ ...path, filter: null }).toLowerCase()) ??
		byPath.get(format(managerless).toLowerCase())
	);
}

/** Whether the target is a required one, in whatever way it is written. */
export function isRequired(target: TargetPath): boolean {
	return targetAttribute(target)?.required === true;
}

/**
 * The path that a mapping writes. A reference is written by its `value`: Entra's target `…:User:manager` means
 * `…:User:manager.value` (RFC 7643 §4.3). Throws `PathError`.
 */
export function writtenPath(target: string): TargetPath {
	const path = parsePath(target);
	const isReference = path.schema !== null && targetAttribute(path)?.type === "Reference";
	return isReference && path.subAttribute === null ? { ...path, subAttribute: "value" } : path;
}
