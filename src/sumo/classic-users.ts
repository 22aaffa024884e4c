import { z } from "zod";
import type { Permit, Priority } from "../ports/target.ts";
import { ScimError } from "../scim/errors.ts";
import { idSegment } from "../scim/id-segment.ts";
import { read } from "../scim-client/answer.ts";
import type { ScimClient } from "../scim-client/client.ts";
import { continuedList } from "./continued-list.ts";

/** A user as Sumo's own users API shows it, with details that SCIM does not have. Times are ISO 8601, UTC. */
export type ClassicUser = {
	readonly id: string;
	readonly firstName: string;
	readonly lastName: string;
	readonly email: string;
	readonly roleIds: readonly string[];
	readonly isActive: boolean;
	readonly isLocked: boolean;
	readonly isMfaEnabled: boolean;
	/** Null when the user never logged in. */
	readonly lastLoginTimestamp: string | null;
	readonly createdAt: string | null;
	readonly createdBy: string | null;
	/** For a deactivated user, usually when it was deactivated. */
	readonly modifiedAt: string | null;
	readonly modifiedBy: string | null;
};

/** What happens to a deleted user's dashboards, searches, and folders. */
export type ContentHandling =
	| { readonly kind: "to-caller" }
	| { readonly kind: "transfer"; readonly toUserId: string }
	/** Permanently deleted; it cannot be restored. */
	| { readonly kind: "destroy" };

/** Which users are listed. */
export type ClassicUserQuery = {
	readonly includeServiceAccounts?: boolean;
	/** Only users with this email address. */
	readonly email?: string;
	readonly signal?: AbortSignal | undefined;
};

/**
 * Sumo's users API, `/v1/users`. Throws `ScimError`, and the signal's reason when aborted.
 *
 * @see https://api.sumologic.com/docs/#tag/userManagement
 */
export interface ClassicUsers {
	/** All users in pages of up to 1,000; service accounts only on request. */
	list(options?: ClassicUserQuery): AsyncIterable<readonly ClassicUser[]>;
	/** Only their ids: of 100,000 users, nothing else is kept in memory. */
	ids(options?: ClassicUserQuery): AsyncIterable<readonly Pick<ClassicUser, "id">[]>;
	/** One user, by the same id as in SCIM; undefined when it does not exist. */
	get(id: string, signal?: AbortSignal): Promise<ClassicUser | undefined>;
	/** Deletes a user, if the permit still allows it when the request's turn comes. A user who no longer exists counts as deleted. */
	delete(id: string, content: ContentHandling, permit?: Permit): Promise<void>;
}

const optionalText = z
	.string()
	.nullish()
	.transform((value) => value ?? null);
const optionalFlag = z
	.boolean()
	.nullish()
	.transform((value) => value ?? false);

const classicUser: z.ZodType<ClassicUser> = z.object({
	id: z.string().min(1),
	firstName: z.string(),
	lastName: z
		.string()
		.nullish()
		.transform((value) => value ?? ""),
	email: z.string(),
	roleIds: z.array(z.string()),
	isActive: z.boolean(),
	isLocked: optionalFlag,
	isMfaEnabled: optionalFlag,
	lastLoginTimestamp: optionalText,
	createdAt: optionalText,
	createdBy: optionalText,
	modifiedAt: optionalText,
	modifiedBy: optionalText,
});

const classicUserId = z.object({ id: z.string().min(1) });

export function createClassicUsers(client: ScimClient, priority: Priority = "interactive"): ClassicUsers {
	const listOf = <T>(element: z.ZodType<T>, { signal, ...query }: ClassicUserQuery = {}) =>
		continuedList(client, { path: "/v1/users", query, element, expected: "users", priority, signal });
	return {
		list: (options) => listOf(classicUser, options),
		ids: (options) => listOf(classicUserId, options),
		async get(id, signal) {
			try {
				return read(
					await client.send({ method: "GET", path: `/v1/users/${idSegment(id)}`, priority, signal }),
					classicUser,
					"a user",
				);
			} catch (error) {
				if (error instanceof ScimError && error.code === "not-found") return undefined;
				throw error;
			}
		},
		async delete(id, content, permit) {
			try {
				await client.send({
					method: "DELETE",
					path: `/v1/users/${idSegment(id)}`,
					query: contentQuery(content),
					priority,
					permit,
				});
			} catch (error) {
				if (!(error instanceof ScimError && error.code === "not-found")) throw error;
				// Sumo answers 404 for an unknown heir too; the deletion counts only when the user no longer exists.
				if (content.kind === "transfer" && (await this.get(id)) !== undefined) throw error;
			}
		},
	};
}

function contentQuery(content: ContentHandling): Readonly<Record<string, string | boolean>> {
	switch (content.kind) {
		case "to-caller":
			return {};
		case "transfer":
			return { transferTo: content.toUserId };
		case "destroy":
			return { deleteContent: true };
	}
}
