import { guidFrom } from "../../../loopback/guid.ts";
import type { Json, JsonObject } from "../../../loopback/json.ts";

const target = "customappsso";
const userObject = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const groupObject = "urn:ietf:params:scim:schemas:core:2.0:Group";

/** The default mappings of a non-gallery application for users: target and source. */
const direct: readonly (readonly [string, string])[] = [
	["userName", "userPrincipalName"],
	["displayName", "displayName"],
	["title", "jobTitle"],
	['emails[type eq "work"].value', "mail"],
	["preferredLanguage", "preferredLanguage"],
	["name.givenName", "givenName"],
	["name.familyName", "surname"],
	['addresses[type eq "work"].locality', "city"],
	['addresses[type eq "work"].country', "country"],
	['phoneNumbers[type eq "mobile"].value', "mobile"],
	["externalId", "mailNickname"],
	[`${userObject}:employeeNumber`, "employeeId"],
	[`${userObject}:department`, "department"],
	[`${userObject}:manager`, "manager"],
];

/**
 * The schema of a new job: the attribute lists of both sides and the default mappings.
 *
 * @param source the name of the source, which older jobs call "Azure Active Directory"
 */
export function defaultSchema(jobId: string, source = "Microsoft Entra ID"): JsonObject {
	const users = [
		mapping("userName", attributeSource("userPrincipalName"), 1),
		mapping("active", {
			expression: 'Switch([IsSoftDeleted], , "False", "True", "True", "False")',
			name: "Switch",
			parameters: [{ key: "source", value: attributeSource("IsSoftDeleted") }],
			type: "Function",
		}),
		...direct.slice(1).map(([to, from]) => mapping(to, attributeSource(from))),
		mapping("name.formatted", {
			expression: 'Join(" ", [givenName], [surname])',
			name: "Join",
			parameters: [],
			type: "Function",
		}),
	];
	return {
		id: jobId,
		directories: [
			directory(jobId, source, [
				["User", sourceAttributes],
				["Group", [attribute("objectId", { anchor: true }), attribute("displayName")]],
			]),
			directory(jobId, target, [
				[userObject, targetAttributes],
				[
					groupObject,
					[
						attribute("id", { anchor: true }),
						attribute("displayName", { required: true }),
						attribute("externalId"),
						attribute("members"),
					],
				],
			]),
		],
		synchronizationRules: [
			{
				id: "03f7d90d-bf71-41b1-bda6-aaf0ddbee5d8",
				name: "USERGROUP_OUTBOUND_USERGROUP",
				priority: 1,
				editable: true,
				sourceDirectoryName: source,
				targetDirectoryName: target,
				containerFilter: null,
				groupFilter: null,
				metadata: [{ key: "supportsProvisionOnDemand", value: "true" }],
				objectMappings: [
					objectMapping(`${source} Groups`, "Group", groupObject, [
						mapping("displayName", attributeSource("displayName"), 1),
						mapping("externalId", attributeSource("objectId")),
					]),
					objectMapping(`${source} Users`, "User", userObject, users),
				],
			},
		],
	};
}

const sourceAttributes = [
	attribute("objectId", { anchor: true }),
	attribute("IsSoftDeleted", { required: true, type: "Boolean" }),
	attribute("accountEnabled", { required: true, type: "Boolean" }),
	...[...new Set(direct.map(([, from]) => from))].map((name) => attribute(name)),
	attribute("appRoleAssignments", { multivalued: true }),
];

const targetAttributes = [
	attribute("id", { anchor: true }),
	attribute("active", { type: "Boolean" }),
	attribute("userName", { required: true }),
	...direct.slice(1).map(([to]) => attribute(to, to.endsWith(":manager") ? { type: "Reference" } : {})),
	attribute("name.formatted"),
];

function attribute(name: string, given: JsonObject = {}): JsonObject {
	return {
		anchor: false,
		apiExpressions: [],
		caseExact: false,
		defaultValue: null,
		flowNullValues: false,
		metadata: [],
		multivalued: false,
		mutability: "ReadWrite",
		name,
		referencedObjects: [],
		required: false,
		type: "String",
		...given,
	};
}

function attributeSource(name: string): JsonObject {
	return { expression: `[${name}]`, name, parameters: [], type: "Attribute" };
}

function mapping(targetAttributeName: string, from: JsonObject, matchingPriority = 0): JsonObject {
	return {
		defaultValue: null,
		exportMissingReferences: false,
		flowBehavior: "FlowWhenChanged",
		flowType: "Always",
		matchingPriority,
		source: from,
		targetAttributeName,
	};
}

function directory(
	jobId: string,
	name: string,
	objects: readonly (readonly [string, readonly JsonObject[]])[],
): JsonObject {
	return {
		id: guidFrom(`${jobId} ${name}`),
		name,
		discoverabilities: name === target ? "None" : "AttributeDataTypes",
		discoveryDateTime: null,
		readOnly: false,
		version: guidFrom(`${jobId} ${name} 1`),
		objects: objects.map(
			([object, attributes]): Json => ({
				name: object,
				supportedApis: [],
				metadata: [],
				attributes: [...attributes],
			}),
		),
	};
}

function objectMapping(kind: string, from: string, to: string, attributeMappings: JsonObject[]): JsonObject {
	return {
		name: `Provision ${kind}`,
		enabled: true,
		flowTypes: "Add, Update, Delete",
		sourceObjectName: from,
		targetObjectName: to,
		scope: null,
		metadata: [
			{ key: "IsCustomerDefined", value: "false" },
			{ key: "DisableMonitoringForChanges", value: "false" },
			{ key: "Disposition", value: '"Normal"' },
			{ key: "ExcludeFromReporting", value: "false" },
			{ key: "EscrowBehavior", value: '"Default"' },
			{ key: "Unsynchronized", value: "false" },
		],
		attributeMappings,
	};
}
