import { onTestFinished } from "vitest";
import { isObject, type Json, type JsonObject } from "../../../../src/simulator/loopback/json.ts";
import type { World, WorldOptions } from "../../../../src/simulator/world.ts";
import { type Call, emptyWorld, graphCall, items, secretToken } from "../../calls.ts";

/** A world whose application has a job with the guide's six mappings. */
export interface JobWorld {
	readonly world: World;
	readonly graph: Call;
	/** The path of `synchronization` and of the job. */
	readonly base: string;
	readonly job: string;
	/** Advances the clock of the world. */
	pass(time: { readonly minutes?: number; readonly hours?: number; readonly days?: number }): void;
	/** Changes the job's schema. */
	edit(change: SchemaChange): Promise<void>;
	secrets(values: Readonly<Record<string, string>>): Promise<void>;
	/** Runs a cycle and returns the log's entries of it: user, action, status and code. */
	cycle(): Promise<readonly string[]>;
	/** The account with a user name, as the simulator of Sumo Logic shows it. */
	account(userName: string): JsonObject | undefined;
	/** The job's status. */
	status(): Promise<JsonObject>;
}

/** A change of a schema. */
export interface SchemaChange {
	/** Sources by target attribute: an attribute in brackets, or an expression; null removes the mapping. */
	readonly mappings?: Readonly<Record<string, string | null>>;
	/** More properties of these mappings. */
	readonly properties?: Readonly<Record<string, JsonObject>>;
	/** Properties of attributes of the target's list. */
	readonly attributes?: Readonly<Record<string, JsonObject>>;
	readonly scope?: Json;
	/** Whether groups are provisioned; not by default, as the guide says. */
	readonly groups?: boolean;
	readonly flowTypes?: string;
}

const rolesPath = 'roles[primary eq "True"].value';

/** The mappings of Sumo Logic's guide. */
const guide: Readonly<Record<string, string | null>> = {
	userName: "[userPrincipalName]",
	active: 'Switch([IsSoftDeleted], , "False", "True", "True", "False")',
	'emails[type eq "work"].value': "[mail]",
	"name.givenName": "[givenName]",
	"name.familyName": "[surname]",
	[rolesPath]: "SingleAppRoleAssignment([appRoleAssignments])",
};

/** Starts a world with a configured, not yet started job. */
export async function jobWorld(options: WorldOptions = {}): Promise<JobWorld> {
	let now = Date.UTC(2026, 0, 5, 8);
	const world = await emptyWorld({ clock: () => now, ...options });
	onTestFinished(() => world.close());
	const { control } = world.entra;
	// A new token for each call, because the clock may have passed the end of the last one.
	const graph: Call = async (...request) => (await graphCall(world))(...request);
	const base = `/servicePrincipals/${world.entra.servicePrincipalId}/synchronization`;
	const created = await graph("POST", `${base}/jobs`, { templateId: "scim" });
	const job = `${base}/jobs/${String(created.body.id)}`;
	let logged = 0;
	const made: JobWorld = {
		world,
		graph,
		base,
		job,
		pass: ({ minutes = 0, hours = 0, days = 0 }) => {
			now += ((days * 24 + hours) * 60 + minutes) * 60_000;
		},
		edit: async (change) => {
			const { body } = await graph("GET", `${job}/schema`);
			const put = await graph("PUT", `${job}/schema`, edited(body, change));
			if (put.status !== 204) throw new TypeError(JSON.stringify(put.body));
		},
		secrets: async (values) => {
			const value = Object.entries(values).map(([key, one]) => ({ key, value: one }));
			await graph("PUT", `${base}/secrets`, { value });
		},
		cycle: async () => {
			await control.runCycle();
			const all = control.provisioningLog();
			const fresh = all.slice(logged);
			logged = all.length;
			return fresh.map(
				({ source, action, status, error }) =>
					`${source.userPrincipalName || source.id} ${action} ${status}${error ? ` ${error.code}` : ""}`,
			);
		},
		account: (userName) => {
			const all = items(asObject(world.sumo.control.snapshot()), "users");
			return all.find((one) => one.userName === userName);
		},
		status: async () => asObject((await graph("GET", job)).body.status ?? null),
	};
	const unmapped = [
		"displayName",
		"title",
		"preferredLanguage",
		'addresses[type eq "work"].locality',
		'addresses[type eq "work"].country',
		'phoneNumbers[type eq "mobile"].value',
		"externalId",
		"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber",
		"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
		"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager",
		"name.formatted",
	];
	await made.edit({ mappings: { ...Object.fromEntries(unmapped.map((name) => [name, null])), ...guide } });
	await made.secrets({ BaseAddress: world.sumo.scimUrl, SecretToken: secretToken(world) });
	return made;
}

const asObject = (value: Json): JsonObject => (isObject(value) ? value : {});

function edited(schema: JsonObject, change: SchemaChange): JsonObject {
	const { mappings = {}, properties = {}, attributes = {} } = change;
	const copy = structuredClone(schema);
	const [rule] = items(copy, "synchronizationRules");
	const userMapping = items(rule ?? {}, "objectMappings").find((one) => one.sourceObjectName === "User");
	const groupMapping = items(rule ?? {}, "objectMappings").find((one) => one.sourceObjectName === "Group");
	if (!userMapping || !groupMapping) throw new TypeError("the schema has no mapping of users");
	groupMapping.enabled = change.groups ?? false;
	const kept = items(userMapping, "attributeMappings").filter(
		({ targetAttributeName }) => mappings[String(targetAttributeName)] === undefined,
	);
	const added = Object.entries(mappings).flatMap(([target, source]) =>
		source === null ? [] : [mapping(target, source)],
	);
	userMapping.attributeMappings = [...kept, ...added].map((one) => ({
		...one,
		...properties[String(one.targetAttributeName)],
	}));
	if (change.scope !== undefined) userMapping.scope = change.scope;
	if (change.flowTypes !== undefined) userMapping.flowTypes = change.flowTypes;
	const target = items(copy, "directories").find(({ name }) => name === "customappsso");
	const users = items(target ?? {}, "objects").find(({ name }) => name === userMapping.targetObjectName);
	const defined = items(users ?? {}, "attributes");
	const [model] = defined;
	for (const name of [...Object.keys(mappings), ...Object.keys(attributes)]) {
		if (!defined.some((one) => one.name === name)) {
			defined.push({ ...model, name, anchor: false });
		}
	}
	if (users) {
		users.attributes = defined.map((one) => ({ ...one, ...attributes[String(one.name)] }));
	}
	return copy;
}

function mapping(targetAttributeName: string, expression: string): JsonObject {
	const [, attribute] = /^\[(\w+)\]$/.exec(expression) ?? [];
	const [, constant] = /^"(.*)"$/.exec(expression) ?? [];
	const type = attribute !== undefined ? "Attribute" : constant !== undefined ? "Constant" : "Function";
	return {
		defaultValue: null,
		exportMissingReferences: false,
		flowBehavior: "FlowWhenChanged",
		flowType: "Always",
		matchingPriority: targetAttributeName === "userName" ? 1 : 0,
		source: {
			expression,
			name: attribute ?? constant ?? expression.split("(", 1)[0] ?? "",
			parameters: [],
			type,
		},
		targetAttributeName,
	};
}
