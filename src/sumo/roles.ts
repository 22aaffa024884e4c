import { z } from "zod";
import type { Priority } from "../ports/target.ts";
import { ScimError } from "../scim/errors.ts";
import type { ScimClient } from "../scim-client/client.ts";
import { continuedList } from "./continued-list.ts";

/** A role of a Sumo organization. Roles are assigned by their exact name. */
export type Role = {
	readonly id: string;
	readonly name: string;
	readonly description: string;
	readonly capabilities: readonly string[];
};

/**
 * Sumo's roles, by `/v2/roles`, or `/v1/roles` where that does not exist. Throws `ScimError`, and the signal's reason
 * when aborted.
 *
 * @see https://api.sumologic.com/docs/#tag/roleManagementV2
 */
export interface Roles {
	/** All roles, in the server's order. */
	list(signal?: AbortSignal): Promise<readonly Role[]>;
}

const text = z
	.string()
	.nullish()
	.transform((value) => value ?? "");

const role: z.ZodType<Role> = z.object({
	id: z.string(),
	name: z.string(),
	description: text,
	capabilities: z
		.array(z.string())
		.nullish()
		.transform((value) => value ?? []),
});

export function createRoles(client: ScimClient, priority: Priority = "interactive"): Roles {
	async function all(path: string, signal: AbortSignal | undefined): Promise<readonly Role[]> {
		const roles: Role[] = [];
		for await (const part of continuedList(client, {
			path,
			element: role,
			expected: "roles",
			priority,
			signal,
		}))
			roles.push(...part);
		return roles;
	}
	return {
		async list(signal) {
			try {
				return await all("/v2/roles", signal);
			} catch (error) {
				if (!(error instanceof ScimError) || (error.status !== 404 && error.status !== 405)) throw error;
				return all("/v1/roles", signal);
			}
		},
	};
}
