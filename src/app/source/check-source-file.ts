import { readSourceFile, type SourceFileReading } from "../../directory/read-source-file.ts";
import { DirectoryError, type DirectoryErrorCode } from "../../ports/source/directory.ts";
import type { SourceProblem } from "../../ports/source/source-problem.ts";
import { entitle } from "../../source/entitlement.ts";
import { isEnabled, isSoftDeleted, principalNameOf } from "../../source/source-user.ts";

/** A problem of a file, or why it is refused. */
export type SourceFileProblem = Omit<SourceProblem, "code" | "fix"> & {
	readonly severity: "error" | "warning";
	readonly code: SourceProblem["code"] | DirectoryErrorCode;
	/** Null where the message contains the fix. */
	readonly fix: string | null;
};

/** How a file of users was understood. */
export type SourceFileUnderstood = Pick<SourceFileReading, "path" | "kind" | "kindName" | "encoding"> & {
	readonly delimiter: string | null;
	readonly columns: SourceFileReading["layout"];
	readonly users: number;
	/** What stays when a user changes: without an id in the file, a renamed user is another user. */
	readonly identifiedBy: "id" | "userPrincipalName";
	/** Users that are neither disabled nor soft-deleted. */
	readonly enabled: number;
	/** Users assigned themselves or through a group of the file. */
	readonly assigned: number;
	readonly groups: number;
	/** With the number of users that have it, directly or through a group. */
	readonly roles: readonly { readonly role: string; readonly users: number }[];
};

export type SourceFileReport = {
	/** Null when the file is refused: then the problems hold one error. */
	readonly understood: SourceFileUnderstood | null;
	readonly problems: readonly SourceFileProblem[];
};

/** Reads a file of users and reports how it was understood. Needs no profile, and changes nothing. Never rejects for a bad file. */
export async function checkSourceFile(path: string): Promise<SourceFileReport> {
	try {
		const reading = await readSourceFile(path);
		return {
			understood: understood(reading),
			problems: reading.problems.map((problem) => ({ severity: "warning", ...problem })),
		};
	} catch (error) {
		if (!(error instanceof DirectoryError)) throw error;
		const { code, message, place } = error;
		const refusal: SourceFileProblem = {
			severity: "error",
			code,
			line: place?.line ?? null,
			column: place?.column ?? null,
			count: 1,
			message,
			fix: null,
		};
		return { understood: null, problems: [refusal] };
	}
}

function understood(reading: SourceFileReading): SourceFileUnderstood {
	const { path, kind, kindName, encoding, layout, users, groups, state } = reading;
	const entitlements = entitle(state.assignments, state.roles, (group) => state.members.get(group) ?? []);
	const usersOfRole = new Map(state.roles.map(({ id }) => [id, 0]));
	for (const held of entitlements.values()) {
		for (const id of new Set(held.map(({ role }) => role.id))) {
			const count = usersOfRole.get(id);
			if (count !== undefined) usersOfRole.set(id, count + 1);
		}
	}
	return {
		path,
		kind,
		kindName,
		encoding,
		delimiter: layout.delimiter,
		columns: layout,
		users: users.size,
		identifiedBy: [...users.values()].some((user) => user.id !== principalNameOf(user).toLowerCase())
			? "id"
			: "userPrincipalName",
		enabled: [...users.values()].filter((user) => isEnabled(user) && !isSoftDeleted(user)).length,
		assigned: entitlements.size,
		groups: groups.length,
		roles: state.roles.map(({ id, value, displayName }) => ({
			role: value ?? displayName,
			users: usersOfRole.get(id) ?? 0,
		})),
	};
}
