import type {
	AppRole,
	AppRoleAssignment,
	AttributeDefinition,
	AttributeMapping,
	AttributeMappingFunctionSchema,
	AttributeMappingParameterSchema,
	AttributeMappingSource,
	AttributeType,
	DirectoryDefinition,
	FilterOperatorSchema,
	Initiator,
	InitiatorType,
	ModifiedProperty,
	ObjectDefinition,
	ObjectMapping,
	ParseExpressionResponse,
	ProvisionedIdentity,
	ProvisioningAction,
	ProvisioningErrorInfo,
	ProvisioningObjectSummary,
	ProvisioningResult,
	ProvisioningStatusInfo,
	ProvisioningStep,
	ProvisioningStepType,
	ProvisioningSystem,
	QuarantineReason,
	SynchronizationError,
	SynchronizationJob,
	SynchronizationQuarantine,
	SynchronizationRule,
	SynchronizationSchedule,
	SynchronizationScheduleState,
	SynchronizationSchema,
	SynchronizationStatus,
	SynchronizationStatusCode,
	SynchronizationTaskExecution,
	SynchronizationTaskExecutionResult,
	SynchronizationTemplate,
} from "@microsoft/microsoft-graph-types";
import { beforeEach, describe, expect, it } from "vitest";
import { isObject, type Json, type JsonObject } from "../../../src/simulator/loopback/json.ts";
import { items } from "../calls.ts";
import { type JobWorld, jobWorld } from "./synchronization/started-job.ts";

/** The properties of a type of Graph: the compiler refuses a list that lacks one or has another. */
type Properties<Type> = Readonly<Record<keyof Type, true>>;
/** The values of an enumeration of Graph, in the same way. */
type Values<Type extends string> = Readonly<Record<Type, true>>;

const entity = { id: true } as const;
const job: Properties<SynchronizationJob> = {
	...entity,
	schedule: true,
	status: true,
	synchronizationJobSettings: true,
	templateId: true,
	bulkUpload: true,
	schema: true,
};
const status: Properties<SynchronizationStatus> = {
	code: true,
	countSuccessiveCompleteFailures: true,
	escrowsPruned: true,
	lastExecution: true,
	lastSuccessfulExecution: true,
	lastSuccessfulExecutionWithExports: true,
	progress: true,
	quarantine: true,
	steadyStateFirstAchievedTime: true,
	steadyStateLastAchievedTime: true,
	synchronizedEntryCountByType: true,
	troubleshootingUrl: true,
};
const schedule: Properties<SynchronizationSchedule> = { expiration: true, interval: true, state: true };
const execution: Properties<SynchronizationTaskExecution> = {
	activityIdentifier: true,
	countEntitled: true,
	countEntitledForProvisioning: true,
	countEscrowed: true,
	countEscrowedRaw: true,
	countExported: true,
	countExports: true,
	countImported: true,
	countImportedDeltas: true,
	countImportedReferenceDeltas: true,
	error: true,
	state: true,
	timeBegan: true,
	timeEnded: true,
};
const error: Properties<SynchronizationError> = { code: true, message: true, tenantActionable: true };
const quarantine: Properties<SynchronizationQuarantine> = {
	currentBegan: true,
	error: true,
	nextAttempt: true,
	reason: true,
	seriesBegan: true,
	seriesCount: true,
};
const template: Properties<SynchronizationTemplate> = {
	...entity,
	applicationId: true,
	default: true,
	description: true,
	discoverable: true,
	factoryTag: true,
	metadata: true,
	schema: true,
};
const schema: Properties<SynchronizationSchema> = {
	...entity,
	synchronizationRules: true,
	version: true,
	directories: true,
};
const directory: Properties<DirectoryDefinition> = {
	...entity,
	discoverabilities: true,
	discoveryDateTime: true,
	name: true,
	objects: true,
	readOnly: true,
	version: true,
};
const object: Properties<ObjectDefinition> = {
	attributes: true,
	metadata: true,
	name: true,
	supportedApis: true,
};
const attribute: Properties<AttributeDefinition> = {
	anchor: true,
	apiExpressions: true,
	caseExact: true,
	defaultValue: true,
	flowNullValues: true,
	metadata: true,
	multivalued: true,
	mutability: true,
	name: true,
	referencedObjects: true,
	required: true,
	type: true,
};
const rule: Properties<SynchronizationRule> = {
	containerFilter: true,
	editable: true,
	groupFilter: true,
	id: true,
	metadata: true,
	name: true,
	objectMappings: true,
	priority: true,
	sourceDirectoryName: true,
	targetDirectoryName: true,
};
const objectMapping: Properties<ObjectMapping> = {
	attributeMappings: true,
	enabled: true,
	flowTypes: true,
	metadata: true,
	name: true,
	scope: true,
	sourceObjectName: true,
	targetObjectName: true,
};
const attributeMapping: Properties<AttributeMapping> = {
	defaultValue: true,
	exportMissingReferences: true,
	flowBehavior: true,
	flowType: true,
	matchingPriority: true,
	source: true,
	targetAttributeName: true,
};
const source: Properties<AttributeMappingSource> = {
	expression: true,
	name: true,
	parameters: true,
	type: true,
};
const parsed: Properties<ParseExpressionResponse> = {
	error: true,
	evaluationResult: true,
	evaluationSucceeded: true,
	parsedExpression: true,
	parsingSucceeded: true,
};
const operator: Properties<FilterOperatorSchema> = {
	...entity,
	arity: true,
	multivaluedComparisonType: true,
	supportedAttributeTypes: true,
};
const functionSchema: Properties<AttributeMappingFunctionSchema> = { ...entity, parameters: true };
const parameter: Properties<AttributeMappingParameterSchema> = {
	allowMultipleOccurrences: true,
	name: true,
	required: true,
	type: true,
};
const identity = { displayName: true, id: true } as const;
const summary: Properties<ProvisioningObjectSummary> = {
	...entity,
	activityDateTime: true,
	changeId: true,
	cycleId: true,
	durationInMilliseconds: true,
	initiatedBy: true,
	jobId: true,
	modifiedProperties: true,
	provisioningAction: true,
	provisioningStatusInfo: true,
	provisioningSteps: true,
	servicePrincipal: true,
	sourceIdentity: true,
	sourceSystem: true,
	targetIdentity: true,
	targetSystem: true,
	tenantId: true,
};
const step: Properties<ProvisioningStep> = {
	description: true,
	details: true,
	name: true,
	provisioningStepType: true,
	status: true,
};
const modified: Properties<ModifiedProperty> = { displayName: true, newValue: true, oldValue: true };
const provisioned: Properties<ProvisionedIdentity> = { ...identity, details: true, identityType: true };
const system: Properties<ProvisioningSystem> = { ...identity, details: true };
const initiator: Properties<Initiator> = { ...identity, initiatorType: true };
const statusInfo: Properties<ProvisioningStatusInfo> = { errorInformation: true, status: true };
const errorInfo: Properties<ProvisioningErrorInfo> = {
	additionalDetails: true,
	errorCategory: true,
	errorCode: true,
	reason: true,
	recommendedAction: true,
};
const appRole: Properties<AppRole> = {
	allowedMemberTypes: true,
	description: true,
	displayName: true,
	id: true,
	isEnabled: true,
	origin: true,
	value: true,
};
const assignment: Properties<AppRoleAssignment> = {
	...entity,
	deletedDateTime: true,
	appRoleId: true,
	createdDateTime: true,
	principalDisplayName: true,
	principalId: true,
	principalType: true,
	resourceDisplayName: true,
	resourceId: true,
};

const scheduleState: Values<SynchronizationScheduleState> = { Active: true, Disabled: true, Paused: true };
const statusCode: Values<SynchronizationStatusCode> = {
	NotConfigured: true,
	NotRun: true,
	Active: true,
	Paused: true,
	Quarantine: true,
};
const executionState: Values<SynchronizationTaskExecutionResult> = {
	Succeeded: true,
	Failed: true,
	EntryLevelErrors: true,
};
const quarantineReason: Values<QuarantineReason> = {
	EncounteredBaseEscrowThreshold: true,
	EncounteredTotalEscrowThreshold: true,
	EncounteredEscrowProportionThreshold: true,
	EncounteredQuarantineException: true,
	Unknown: true,
	QuarantinedOnDemand: true,
	TooManyDeletes: true,
	IngestionInterrupted: true,
};
const attributeType: Values<AttributeType> = {
	String: true,
	Integer: true,
	Reference: true,
	Binary: true,
	Boolean: true,
	DateTime: true,
};
const unknownFutureValue = true;
const action: Values<ProvisioningAction> = {
	other: true,
	create: true,
	delete: true,
	disable: true,
	update: true,
	stagedDelete: true,
	unknownFutureValue,
};
const result: Values<ProvisioningResult> = {
	success: true,
	failure: true,
	skipped: true,
	warning: true,
	unknownFutureValue,
};
const stepType: Values<ProvisioningStepType> = {
	import: true,
	scoping: true,
	matching: true,
	processing: true,
	referenceResolution: true,
	export: true,
	unknownFutureValue,
};
const initiatorType: Values<InitiatorType> = {
	user: true,
	application: true,
	system: true,
	unknownFutureValue,
};

/** The properties of an answer that its type does not have, apart from OData's own. */
function unknown(answer: Json | undefined, properties: Readonly<Record<string, true>>): readonly string[] {
	expect(isObject(answer)).toBe(true);
	return Object.keys(isObject(answer) ? answer : {}).filter(
		(name) => !name.startsWith("@") && !Object.hasOwn(properties, name),
	);
}

const inner = (answer: Json | undefined, name: string): Json | undefined =>
	isObject(answer) ? answer[name] : undefined;

let at: JobWorld;

beforeEach(async () => {
	at = await jobWorld();
	const { control } = at.world.entra;
	for (const alias of ["ada", "ben"]) {
		control.addUser({ userPrincipalName: `${alias}@example.com` });
		control.assign(`${alias}@example.com`, "Analyst");
	}
	at.world.sumo.control.fault({ kind: "status", status: 400, method: "POST", after: 1 });
	await at.graph("POST", `${at.job}/start`);
	await at.cycle();
});

describe("the answers of the simulator have only properties and values of Graph's types", () => {
	it("of a job, its cycles and its quarantine", async () => {
		expect(items((await at.graph("GET", `${at.base}/templates`)).body, "value")).toHaveLength(1);
		const [one] = items((await at.graph("GET", `${at.base}/templates`)).body, "value");
		expect(unknown(one, template)).toEqual([]);
		const check = async () => {
			const { body } = await at.graph("GET", at.job);
			expect(unknown(body, job)).toEqual([]);
			expect(unknown(body.schedule, schedule)).toEqual([]);
			expect(scheduleState).toHaveProperty(String(inner(body.schedule, "state")));
			expect(unknown(body.status, status)).toEqual([]);
			expect(statusCode).toHaveProperty(String(inner(body.status, "code")));
			const last = inner(body.status, "lastExecution");
			expect(unknown(last, execution)).toEqual([]);
			expect(executionState).toHaveProperty(String(inner(last, "state")));
			return body.status ?? null;
		};
		await check();
		at.world.sumo.control.behave({ forbidden: true });
		await at.cycle();
		const held = inner(await check(), "quarantine");
		expect(unknown(held, quarantine)).toEqual([]);
		expect(unknown(inner(held, "error"), error)).toEqual([]);
		expect(quarantineReason).toHaveProperty(String(inner(held, "reason")));
	});

	it("of a schema and what helps to write one", async () => {
		const { body } = await at.graph("GET", `${at.job}/schema`);
		expect(unknown(body, schema)).toEqual([]);
		for (const one of items(body, "directories")) {
			expect(unknown(one, directory)).toEqual([]);
			for (const defined of items(one, "objects")) {
				expect(unknown(defined, object)).toEqual([]);
				for (const each of items(defined, "attributes")) {
					expect(unknown(each, attribute)).toEqual([]);
					expect(attributeType).toHaveProperty(String(each.type));
				}
			}
		}
		for (const one of items(body, "synchronizationRules")) {
			expect(unknown(one, rule)).toEqual([]);
			for (const mapped of items(one, "objectMappings")) {
				expect(unknown(mapped, objectMapping)).toEqual([]);
				for (const each of items(mapped, "attributeMappings")) {
					expect(unknown(each, attributeMapping)).toEqual([]);
					expect(unknown(each.source, source)).toEqual([]);
				}
			}
		}
		const answer = (
			await at.graph("POST", `${at.job}/schema/parseExpression`, { expression: "Not([accountEnabled])" })
		).body;
		expect(unknown(answer, parsed)).toEqual([]);
		expect(unknown(answer.parsedExpression, source)).toEqual([]);
		// The metadata identifies them by `id`, the reference by `name`.
		at.world.entra.control.behave({ identifiers: "id" });
		const list = async (what: string) =>
			items((await at.graph("GET", `${at.job}/schema/${what}`)).body, "value");
		for (const one of await list("filterOperators")) expect(unknown(one, operator)).toEqual([]);
		for (const one of await list("functions")) {
			expect(unknown(one, functionSchema)).toEqual([]);
			for (const each of items(one, "parameters")) expect(unknown(each, parameter)).toEqual([]);
		}
	});

	it("of the provisioning log", async () => {
		const entries = items((await at.graph("GET", "/auditLogs/provisioning")).body, "value");
		expect(entries).toHaveLength(2);
		for (const entry of entries) {
			expect(unknown(entry, summary)).toEqual([]);
			expect(action).toHaveProperty(String(entry.provisioningAction));
			expect(unknown(entry.initiatedBy, initiator)).toEqual([]);
			expect(initiatorType).toHaveProperty(String(inner(entry.initiatedBy, "initiatorType")));
			expect(unknown(entry.servicePrincipal, identity)).toEqual([]);
			for (const name of ["sourceSystem", "targetSystem"]) expect(unknown(entry[name], system)).toEqual([]);
			for (const name of ["sourceIdentity", "targetIdentity"]) {
				expect(unknown(entry[name], provisioned)).toEqual([]);
			}
			const info: JsonObject | undefined = isObject(entry.provisioningStatusInfo)
				? entry.provisioningStatusInfo
				: undefined;
			expect(unknown(info, statusInfo)).toEqual([]);
			expect(result).toHaveProperty(String(info?.status));
			if (info?.status === "failure") expect(unknown(info.errorInformation, errorInfo)).toEqual([]);
			for (const each of items(entry, "provisioningSteps")) {
				expect(unknown(each, step)).toEqual([]);
				expect(stepType).toHaveProperty(String(each.provisioningStepType));
				expect(result).toHaveProperty(String(each.status));
			}
			for (const each of items(entry, "modifiedProperties")) expect(unknown(each, modified)).toEqual([]);
		}
	});

	it("of app roles and assignments", async () => {
		const path = `/servicePrincipals/${at.world.entra.servicePrincipalId}`;
		for (const one of items((await at.graph("GET", path)).body, "appRoles")) {
			expect(unknown(one, appRole)).toEqual([]);
		}
		for (const one of items((await at.graph("GET", `${path}/appRoleAssignedTo`)).body, "value")) {
			expect(unknown(one, assignment)).toEqual([]);
		}
	});
});
