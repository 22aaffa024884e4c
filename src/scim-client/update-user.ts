import { ScimError } from "../scim/errors.ts";
import { idSegment } from "../scim/id-segment.ts";
import { applyPatch, PatchError } from "../scim/patch.ts";
import {
	type JsonObject,
	type PatchOperation,
	patchSchema,
	type ScimUser,
	userSchema,
} from "../scim/resource.ts";
import { isObject, memberOf } from "../scim/resource-value.ts";
import { folded } from "../text/folded.ts";
import { isEmpty, isSameId, readUser } from "./answer.ts";
import type { Answer, ScimClient } from "./client.ts";
import type { ScimRequest, Sending } from "./scim-request.ts";

/** What Sumo's PUT requires; a user known only in part is read whole before it is replaced. */
const requiredByPut = ["name", "active", "emails", "roles"] as const;

/**
 * Changes users by PATCH, and by PUT from the first time that the server refuses PATCH.
 * Refusals are 405 and 501, and 404 for a user that can be read.
 * With versions, a retried PATCH whose answer was lost may fail with `precondition-failed` because of its own first
 * effect: read the user and compare before changing anything. A server that refuses the version which the user still has compares versions
 * in a way that none can match (weak ones never do by RFC 9110 §13.1.1): the change is then sent without, and so are later ones.
 */
export function createUpdate(
	client: ScimClient,
	get: (id: string, signal?: AbortSignal) => Promise<ScimUser | undefined>,
	learned: { patchRefused: boolean; versionsRefused: boolean },
) {
	return async function update(
		present: ScimUser,
		operations: readonly PatchOperation[],
		sending: Sending,
	): Promise<ScimUser> {
		const { signal } = sending;
		const version = learned.versionsRefused ? undefined : versionOf(present);
		const common = { path: `/Users/${idSegment(present.id)}`, ...sending };

		async function changed(request: ScimRequest): Promise<ScimUser> {
			if (version === undefined) return settled(await client.send(request));
			try {
				return await settled(await client.send({ ...request, ifMatch: version }));
			} catch (error) {
				if (!(error instanceof ScimError) || error.code !== "precondition-failed") throw error;
				const now = await get(present.id, signal);
				if (now === undefined || versionOf(now) !== version) throw error;
				const answer = await client.send(request);
				learned.versionsRefused = true;
				return settled(answer);
			}
		}
		/** RFC 7644 §3.5.2 allows 204 without the user, who is then read; so is the user after another answer without a body, or about another user. */
		async function settled(answer: Answer): Promise<ScimUser> {
			const answered = isEmpty(answer) ? undefined : readUser(answer);
			if (answered !== undefined && isSameId(answered.id, present.id)) return answered;
			const shown = await get(present.id, signal);
			if (shown !== undefined) return shown;
			return (answered && (await moved(answered))) ?? gone(present.id, answer.request);
		}
		/** Some servers change a user by making a new one, with a new id, in place of the old. The userName shows that it is the same user. */
		async function moved({ id, userName }: ScimUser): Promise<ScimUser | undefined> {
			const isSameUser = folded(userName) === folded(userNameAfter(present, operations));
			return isSameUser ? get(id, signal) : undefined;
		}
		async function put(): Promise<ScimUser> {
			const whole = requiredByPut.every((name) => memberOf(present, name) !== undefined)
				? present
				: ((await get(present.id, signal)) ?? gone(present.id, `GET ${common.path}`));
			return changed({ ...common, method: "PUT", body: replacement(whole, operations) });
		}

		if (learned.patchRefused) return put();
		try {
			return await changed({
				...common,
				method: "PATCH",
				body: { schemas: [patchSchema], Operations: operations.map((operation) => ({ ...operation })) },
			});
		} catch (error) {
			if (!(error instanceof ScimError)) throw error;
			const refused =
				error.code === "patch-unsupported" ||
				(error.code === "not-found" && (await get(present.id, signal)) !== undefined);
			if (!refused) throw error;
			learned.patchRefused = true;
			return put();
		}
	};
}

function versionOf(user: ScimUser): string | undefined {
	const meta = memberOf(user, "meta");
	const version = isObject(meta) ? memberOf(meta, "version") : undefined;
	return typeof version === "string" && version !== "" ? version : undefined;
}

function userNameAfter(present: ScimUser, operations: readonly PatchOperation[]): string {
	const renaming = operations.findLast(({ path = "" }) => path.toLowerCase() === "username");
	return typeof renaming?.value === "string" ? renaming.value : present.userName;
}

/** The whole user after the operations, without what only the server writes. */
function replacement(present: ScimUser, operations: readonly PatchOperation[]): JsonObject {
	try {
		const { id: _, meta: __, ...rest } = applyPatch(present, operations);
		return { ...rest, schemas: rest.schemas ?? [userSchema] };
	} catch (error) {
		if (!(error instanceof PatchError)) throw error;
		throw new ScimError("invalid", `The change of ${present.userName} cannot be applied: ${error.message}`, {
			scimType: error.code,
			cause: error,
		});
	}
}

function gone(id: string, request: string): never {
	throw new ScimError("not-found", `${request}: the user ${id} no longer exists.`, { status: 404, request });
}
