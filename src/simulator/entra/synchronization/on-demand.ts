import { randomUUID } from "node:crypto";
import { z } from "zod";
import { badRequest } from "../odata/refusal.ts";
import { readSubject } from "./cycle/candidates.ts";
import type { DecisionRules } from "./cycle/decision.ts";
import { Draft, type Occasion } from "./cycle/draft.ts";
import { provisionObject, type Workshop } from "./cycle/provision-object.ts";
import type { Memory } from "./job/memory.ts";
import type { Entry } from "./log/entry.ts";
import type { ObjectMapping } from "./schema/job-mappings.ts";
import type { SourceDirectory } from "./source/directory.ts";
import { readEntitlements } from "./source/entitlements.ts";
import { TargetFailure } from "./target/failure.ts";
import { type Connection, ScimTarget } from "./target/scim-target.ts";
import { testConnection } from "./target/validate.ts";

const mostMembers = 5;
const subject = z.object({ objectId: z.string().min(1), objectTypeName: z.string() });

/** The body of provision on demand: one rule, and one user, or a group with up to five of its members. */
export const onDemandBody = z.object({
	parameters: z
		.array(
			z.object({
				ruleId: z.string(),
				subjects: z
					.array(
						subject.extend({
							links: z.object({ members: z.array(subject).max(mostMembers) }).nullish(),
						}),
					)
					.min(1),
			}),
		)
		.length(1),
});

/** A request for some users. */
export interface OnDemandRequest {
	readonly jobId: string;
	readonly servicePrincipalId: string;
	readonly userIds: readonly string[];
	readonly directory: SourceDirectory;
	readonly connection: Connection;
	readonly mapping: ObjectMapping;
	readonly memory: Memory;
	readonly rules: DecisionRules;
	readonly clock: () => number;
}

/** The users that a body asks for. Throws a GraphRefusal. */
export function requestedUsers(
	body: z.output<typeof onDemandBody>,
	ruleId: string,
	directory: SourceDirectory,
): readonly string[] {
	const [parameters] = body.parameters;
	if (parameters?.ruleId !== ruleId) {
		throw badRequest(`The rule '${parameters?.ruleId}' was not found in the schema.`);
	}
	return parameters.subjects.flatMap(({ objectId, objectTypeName, links }) => {
		if (objectTypeName.toLowerCase() === "user") return [objectId];
		if (objectTypeName.toLowerCase() !== "group") {
			throw badRequest(`Objects of type '${objectTypeName}' are not provisioned.`);
		}
		const members = new Set(directory.membersOf(objectId) ?? []);
		const asked = (links?.members ?? []).map((member) => member.objectId);
		const other = asked.find((id) => !members.has(id));
		if (other !== undefined) throw badRequest(`'${other}' is not a direct member of the group.`);
		if (asked.length === 0) throw badRequest("Name the members of the group to provision.");
		return asked;
	});
}

/**
 * Provisions users at once. Deleted users are not found, and disabled ones are skipped, as documented. A connection that fails is a
 * failure of the user's import.
 */
export async function provisionOnDemand(request: OnDemandRequest): Promise<readonly Entry[]> {
	const { jobId, servicePrincipalId, directory, connection, mapping, memory, rules, clock } = request;
	const occasion: Occasion = {
		jobId,
		servicePrincipalId,
		cycleId: randomUUID(),
		isOnDemand: true,
		clock,
	};
	const workshop: Workshop = {
		occasion,
		target: new ScimTarget(connection),
		mapping,
		memory,
		isInitial: false,
	};
	const problem = await testConnection(connection);
	const entitlements = readEntitlements(directory, servicePrincipalId, rules.roleWithoutValue);
	const entries: Entry[] = [];
	for (const id of request.userIds) {
		const found = directory.user(id);
		const source = { id, type: "User", displayName: found?.user.displayName ?? "", userPrincipalName: "" };
		const failed = (code: string, message: string): Entry =>
			new Draft(occasion, mapping, source).failed(
				new TargetFailure(code, message),
				"other",
				"EntryImport",
				"import",
			);
		if (problem) entries.push(failed(problem.code, problem.message));
		else if (!found || found.isSoftDeleted) {
			entries.push(failed("EntryNotFound", `The user ${id} was not found in ${mapping.sourceSystem}.`));
		} else {
			const read = readSubject(id, { directory, entitlements, mapping, memory, rules });
			const isBlocked = read.decision.kind === "disable" && !found.user.accountEnabled;
			const done = await provisionObject(
				isBlocked ? { ...read, decision: { kind: "skip" } } : read,
				workshop,
			);
			if (done.status === "success") memory.escrows.delete(id);
			entries.push(done);
		}
	}
	return entries;
}
