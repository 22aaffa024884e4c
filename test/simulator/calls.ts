import { isObject, type Json, type JsonObject } from "../../src/simulator/loopback/json.ts";
import { startSimulators, type World, type WorldOptions } from "../../src/simulator/world.ts";

/** An answer, with the body read. */
export interface Answered {
	readonly status: number;
	readonly headers: Headers;
	readonly body: JsonObject;
}

/** Calls one simulator as a client would. */
export type Call = (
	method: string,
	path: string,
	body?: Json,
	headers?: Readonly<Record<string, string>>,
) => Promise<Answered>;

/** A world without limit and without people, unless asked otherwise. */
export function emptyWorld(options: WorldOptions = {}): Promise<World> {
	return startSimulators({ users: 0, limit: "off", ...options });
}

/** What the portal calls the Secret Token. */
export function secretToken({ sumo }: World): string {
	return Buffer.from(`${sumo.accessId}:${sumo.accessKey}`).toString("base64");
}

async function call(
	url: string,
	method: string,
	authorization: string,
	body: Json | undefined,
	headers: Readonly<Record<string, string>>,
): Promise<Answered> {
	const response = await fetch(url, {
		method,
		redirect: "manual",
		headers: {
			authorization,
			...(body === undefined ? {} : { "content-type": "application/json" }),
			...headers,
		},
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
	});
	const text = await response.text();
	const value: Json = text === "" ? {} : JSON.parse(text);
	return { status: response.status, headers: response.headers, body: isObject(value) ? value : { value } };
}

/** Calls Sumo below `/api/`, with the key as Basic. */
export function sumoCall(world: World): Call {
	return (method, path, body, headers = {}) =>
		call(`${world.sumo.url}${path}`, method, `Basic ${secretToken(world)}`, body, headers);
}

/** Calls SCIM below `/api/v1/scim`, with the token as Bearer. */
export function scimCall(world: World): Call {
	return (method, path, body, headers = {}) =>
		call(`${world.sumo.scimUrl}${path}`, method, `Bearer ${secretToken(world)}`, body, headers);
}

/** Signs in and calls Graph below `/v1.0`, or any whole link. */
export async function graphCall(world: World): Promise<Call> {
	const signedIn = await signIn(world);
	const token = String(signedIn.body.access_token);
	return (method, path, body, headers = {}) =>
		call(
			path.startsWith("http") ? path : `${world.entra.graphUrl}${path}`,
			method,
			`Bearer ${token}`,
			body,
			headers,
		);
}

/** Asks the token endpoint. */
export async function signIn(world: World, change: Readonly<Record<string, string>> = {}): Promise<Answered> {
	const { authorityUrl, tenantId, clientId, clientSecret } = world.entra;
	const response = await fetch(`${authorityUrl}/${tenantId}/oauth2/v2.0/token`, {
		method: "POST",
		body: new URLSearchParams({
			grant_type: "client_credentials",
			client_id: clientId,
			client_secret: clientSecret,
			scope: "https://graph.microsoft.com/.default",
			...change,
		}),
	});
	const body: Json = JSON.parse(await response.text());
	return { status: response.status, headers: response.headers, body: isObject(body) ? body : {} };
}

/** A user as the SCIM API wants it. */
export function scimUser(address: string, change: JsonObject = {}): JsonObject {
	return {
		schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
		userName: address,
		name: { givenName: "Ada", familyName: "Byron" },
		emails: [{ value: address, type: "work", primary: true }],
		roles: [{ value: "User", primary: true }],
		active: true,
		...change,
	};
}

/** A PATCH of these operations. */
export function patchOf(...operations: JsonObject[]): JsonObject {
	return { schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], Operations: operations };
}

/** The items of a list under `name`, as objects. */
export function items(body: JsonObject, name: string): JsonObject[] {
	const list = body[name];
	return Array.isArray(list) ? list.filter(isObject) : [];
}
