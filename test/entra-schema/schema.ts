/** A schema in the shape that Graph documents for a non-gallery SCIM application, with members that only Graph knows. */
export function graphSchema() {
	const attribute = (name: string) => ({
		expression: `[${name}]`,
		name,
		parameters: [],
		type: "Attribute",
	});
	const mapping = (targetAttributeName: string, source: object, more: object = {}) => ({
		defaultValue: "",
		exportMissingReferences: false,
		flowBehavior: "FlowWhenChanged",
		flowType: "Always",
		matchingPriority: 0,
		source,
		targetAttributeName,
		...more,
	});
	const defined = (name: string, more: object = {}) => ({
		anchor: false,
		caseExact: false,
		defaultValue: null,
		flowNullValues: false,
		metadata: [],
		multivalued: false,
		mutability: "ReadWrite",
		name,
		required: false,
		referencedObjects: [],
		type: "String",
		...more,
	});
	return {
		"@odata.context": "https://graph.microsoft.com/v1.0/$metadata#schema",
		id: "scim.0a",
		version: "Date:2026-01-01T00:00:00.0000000Z, Version:7",
		directories: [
			{
				id: "d1",
				name: "Azure Active Directory",
				discoverabilities: "None",
				objects: [
					{ name: "User", attributes: [defined("userPrincipalName"), defined("mail")], metadata: [] },
				],
			},
			{
				id: "d2",
				name: "customappsso",
				objects: [
					{ name: "User", attributes: [defined("userName"), defined("title", { flowNullValues: true })] },
				],
			},
		],
		synchronizationRules: [
			{
				containerFilter: null,
				editable: true,
				groupFilter: null,
				id: "r1",
				metadata: [{ key: "x", value: "y" }],
				name: "USER_OUTBOUND",
				priority: 1,
				sourceDirectoryName: "Azure Active Directory",
				targetDirectoryName: "customappsso",
				objectMappings: [
					{
						attributeMappings: [mapping("displayName", attribute("displayName"), { matchingPriority: 1 })],
						enabled: true,
						flowTypes: "Add, Update, Delete",
						name: "Provision Groups",
						scope: null,
						sourceObjectName: "Group",
						targetObjectName: "Group",
					},
					{
						attributeMappings: [
							mapping("userName", attribute("userPrincipalName"), { matchingPriority: 1 }),
							mapping("active", {
								expression: 'Switch([IsSoftDeleted], , "False", "True", "True", "False")',
								name: "Switch",
								parameters: [
									{ key: "source", value: attribute("IsSoftDeleted") },
									{
										key: "key1",
										value: { expression: '"False"', name: "False", parameters: [], type: "Constant" },
									},
								],
								type: "Function",
							}),
							mapping("title", attribute("jobTitle"), { defaultValue: "Member" }),
							mapping(
								"externalId",
								{ expression: '"42"', name: "42", parameters: [], type: "Constant" },
								{ flowType: "ObjectAddOnly" },
							),
							mapping(
								'emails[type eq "work"].primary',
								{ expression: "", name: "", parameters: [], type: "Constant" },
								{ defaultValue: "True" },
							),
							mapping("nickName", attribute("mailNickname"), { flowType: "ValueAddOnly" }),
						],
						enabled: true,
						flowTypes: "Add, Update",
						metadata: [],
						name: "Provision Users",
						scope: {
							categoryFilterGroups: [],
							groups: [
								{
									clauses: [
										{
											operatorName: "IsMemberOf",
											sourceOperandName: "objectId",
											targetOperand: { values: ["g1"] },
										},
									],
									name: "Members",
								},
								{
									clauses: [
										{
											operatorName: "EQUALS",
											sourceOperandName: "department",
											targetOperand: { values: ["Sales"] },
										},
										{
											operatorName: "IS NOT NULL",
											sourceOperandName: "mail",
											targetOperand: { values: [] },
										},
									],
									name: "Sales",
								},
							],
							inputFilterGroups: [],
						},
						sourceObjectName: "User",
						targetObjectName: "User",
					},
				],
			},
		],
	};
}
