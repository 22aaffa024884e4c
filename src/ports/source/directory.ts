import type { JobStatus } from "../../setup/job-status.ts";
import type { AppRole } from "../../source/app-role.ts";
import type { Assignment } from "../../source/assignment.ts";
import type { Group } from "../../source/group.ts";
import type { SourceUser } from "../../source/source-user.ts";
import { RemediableError } from "../errors/remediable-error.ts";
import type { Remedy } from "../errors/remedy.ts";
import type { SourceFile } from "./source-file.ts";
import type { SourceProblem } from "./source-problem.ts";

/** An opaque, serializable position in the directory's history (delta links, or the hash of a file). */
export type Watermark = string;

/** Everything needed to determine which users are entitled. */
export type AssignmentState = {
	readonly roles: readonly AppRole[];
	readonly assignments: readonly Assignment[];
	/** Direct user members of every assigned group, by group id. */
	readonly members: ReadonlyMap<string, readonly string[]>;
};

/** One read of the directory. */
export type DirectoryRead = {
	/** `full`: all users; `delta`: only users changed since the watermark; `unchanged`: nothing changed. */
	readonly kind: "full" | "delta" | "unchanged";
	/**
	 * Pages of users, each user once. Must be consumed to the end before `watermark` is read.
	 * Soft-deleted users have `deletedDateTime`, and may have nothing else.
	 */
	readonly users: AsyncIterable<readonly SourceUser[]>;
	/** Ids of users that the directory has permanently deleted; known only after `users` was consumed. */
	readonly removed: () => readonly string[];
	/** Null when the engine may keep its known assignments, as for `unchanged`. */
	readonly assignments: AssignmentState | null;
	/** Where the next read starts; known only after `users` was consumed. */
	readonly watermark: () => Watermark;
};

export type DirectoryErrorCode =
	| "unauthorized"
	| "forbidden"
	| "not-found"
	| "unavailable"
	| "network"
	| "invalid" // a broken file: the message gives the line and column
	| "read-only"
	| "conflict";

/** A place in a file, from 1. `column` is null for a whole line. */
export type SourcePlace = { readonly line: number; readonly column: number | null };

/** The directory could not be read or changed. The message gives the file and row, or the Graph call. */
export class DirectoryError extends RemediableError {
	override readonly name = "DirectoryError";
	readonly code: DirectoryErrorCode;
	/** Where in a file, for `invalid`; null where no place is known. */
	readonly place: SourcePlace | null;

	constructor(
		code: DirectoryErrorCode,
		message: string,
		cause?: unknown,
		remedy: Remedy = { type: "none" },
		place: SourcePlace | null = null,
	) {
		super(message, remedy, cause);
		this.code = code;
		this.place = place;
	}
}

/** The directory refused the rest of a read, whose position it no longer knows. A read of everything is the way on. */
export class ExpiredReadError extends DirectoryError {
	constructor(cause: unknown) {
		super(
			"unavailable",
			"The directory ended a read half-way: its position had expired, also for a second read from the start. The next cycle reads all users again.",
			cause,
		);
	}
}

/** A credential that ends: the client secret of this sign-in, or the certificate that signs the application's SAML tokens. */
export type CredentialEnd = {
	readonly kind: "clientSecret" | "signingCertificate";
	/** Milliseconds since 1970. */
	readonly expires: number;
};

/**
 * Where users come from. Adapters: Microsoft Graph (`entra/`), CSV and JSON files (`directory/`).
 * Every method throws `DirectoryError`, and the signal's reason when aborted.
 */
export interface Directory {
	/** For people: `Entra ID contoso.com`, `users.csv`. */
	readonly label: string;
	/** Requests sent so far (0 for files). */
	readonly requests: () => number;
	/**
	 * Deleted users can be restored for a while, and only a delta reports permanent deletions: a user missing from a full read
	 * may be soft-deleted. Absent: a missing user is permanently deleted.
	 */
	readonly hasBin?: boolean;
	/**
	 * Reads what changed since `since`, or everything when it is null or no longer valid. When the position expires after the first users
	 * were read, `users` throws `ExpiredReadError`, and a read with null begins again.
	 * `attributes` names the source attributes that mappings and filters use; those needed to show and evaluate a user are always included.
	 */
	read(since: Watermark | null, attributes: readonly string[], signal?: AbortSignal): Promise<DirectoryRead>;
	/** One user with the named attributes, or undefined when there is none. */
	user(id: string, attributes: readonly string[], signal?: AbortSignal): Promise<SourceUser | undefined>;
	/** Several users; those who do not exist are missing from the answer. */
	usersById(
		ids: readonly string[],
		attributes: readonly string[],
		signal?: AbortSignal,
	): Promise<readonly SourceUser[]>;
	/** Users whose first, last or display name, user principal name or mail begins with (or contains) the text. */
	search(
		text: string,
		limit: number,
		attributes: readonly string[],
		signal?: AbortSignal,
	): Promise<readonly SourceUser[]>;
	/**
	 * Roles, assignments and members of assigned groups, as they are now. `isConfirmed`: for changes of accounts. What is read in pages is
	 * then read twice, since a change meanwhile may hide one that stays.
	 */
	assignments(signal?: AbortSignal, isConfirmed?: boolean): Promise<AssignmentState>;
	/** All groups, for assigning one. */
	groups(signal?: AbortSignal): Promise<readonly Group[]>;
	/** Assigns a user or group with a role (`defaultAccessId` for none). Does nothing if it already has that role. */
	assign(
		principal: { readonly id: string; readonly type: "User" | "Group" },
		appRoleId: string,
		signal?: AbortSignal,
	): Promise<void>;
	/** Removes one assignment. Does nothing if it no longer exists. */
	unassign(assignmentId: string, signal?: AbortSignal): Promise<void>;
	/**
	 * The job of a service that provisions the same application elsewhere; null when there is none. Absent: there can be none.
	 * `since`: spares a request where a watermark is known.
	 */
	hostedJob?(since: Watermark | null, signal?: AbortSignal): Promise<JobStatus | null>;
	/**
	 * That the job has logged a user since `since`, and when it last did, in milliseconds since 1970: null when no entry has a time. Null
	 * when its log has nothing since then. For an operator who may read the log, but not the job. Absent where `hostedJob` is.
	 */
	hostedActivity?(since: number, signal?: AbortSignal): Promise<{ readonly at: number | null } | null>;
	/** The credentials whose end the sign-in may read. Absent where none is known. */
	credentialEnds?(signal?: AbortSignal): Promise<readonly CredentialEnd[]>;
	/** The names of all attributes that any user has, if the source has no fixed list of them: the columns of a file. */
	attributeNames?(signal?: AbortSignal): Promise<readonly string[]>;
	/** What was found wrong with the source without refusing it, as it is now; absent where nothing is checked. */
	problems?(signal?: AbortSignal): Promise<readonly SourceProblem[]>;
	/** For a source that is a file. */
	readonly file?: SourceFile;
	/** Releases its resources. */
	close(): Promise<void>;
}
