import { onTestFinished } from "vitest";
import type { NewScimUser, ScimUser } from "../../src/scim/resource.ts";
import { userSchema } from "../../src/scim/resource.ts";
import { createScimTargets } from "../../src/scim-client/target.ts";
import { startSimulators, type World, type WorldOptions } from "../../src/simulator/world.ts";
import { clientOf } from "../http/loopback.ts";

/** A target whose server is the simulated Sumo. */
export async function simulated(options: WorldOptions = { users: 3 }) {
	const world: World = await startSimulators({ limit: "off", ...options });
	onTestFinished(() => world.close());
	const { accessId, accessKey, scimUrl, control } = world.sumo;
	const token = Buffer.from(`${accessId}:${accessKey}`).toString("base64");
	const client = clientOf(scimUrl, { authorization: () => `Bearer ${token}` });
	return { control, client, target: createScimTargets(client, "Sumo Logic test")("cycle") };
}

export const ada: NewScimUser = {
	schemas: [userSchema],
	userName: "ada@example.com",
	name: { givenName: "Ada", familyName: "Lovelace" },
	emails: [{ type: "work", value: "ada@example.com", primary: true }],
	active: true,
	roles: [],
};

/** All accounts of a list. */
export async function all(target: { list(): AsyncIterable<readonly ScimUser[]> }): Promise<ScimUser[]> {
	const users: ScimUser[] = [];
	for await (const page of target.list()) users.push(...page);
	return users;
}
