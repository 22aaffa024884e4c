import { basename } from "node:path";
import { setImmediate } from "node:timers/promises";
import { Turns } from "../async/turns.ts";
import { type Directory, DirectoryError, type DirectoryRead } from "../ports/source/directory.ts";
import type { AssignmentEdit, FileRewrite } from "../ports/source/source-file.ts";
import { defaultAccessId } from "../source/app-role.ts";
import type { SourceUser } from "../source/source-user.ts";
import {
	changedMeanwhile,
	readTextFile,
	replaceTextFile,
	rewritesOf,
	stampOf,
	type TextFile,
	undoRewrite,
} from "./disk/text-file.ts";
import { findUsers } from "./find-users.ts";
import { assignmentIdOf, type FileContents, type FileFormat } from "./format/file-format.ts";
import { inPieces } from "./format/in-pieces.ts";
import { userIdFrom } from "./format/user-id.ts";

const pageSize = 1_000;

/** What is kept of the file between calls: everything but its text. */
type Loaded = { readonly hash: string; readonly stamp: string; readonly contents: FileContents };

/**
 * A file as a directory. Its watermark is the hash of its content: an unchanged file is not even parsed,
 * a changed one is read in full. Users keep all their attributes, whichever the caller asks for.
 * Assigning and unassigning rewrite the file in one step, keep a copy beside it, and refuse to when it changed on disk since it was
 * last read.
 */
export function createFileDirectory(path: string, format: FileFormat): Directory {
	const name = basename(path);
	let loaded: Loaded | undefined;
	/** The file that is being parsed with pauses. */
	let parsing: { readonly hash: string; readonly contents: Promise<FileContents> } | undefined;
	/** Changes of one process wait for each other, so that they never conflict. */
	const turns = new Turns();

	const readFile = (signal?: AbortSignal) => readTextFile(path, { signal, guard: format.guard?.(name) });
	const advised = async <Result>(work: () => Promise<Result>): Promise<Result> => {
		try {
			return await work();
		} catch (error) {
			if (!(error instanceof DirectoryError) || error.remedy.type !== "none") throw error;
			const { code, message, cause, place } = error;
			throw new DirectoryError(code, message, cause, { type: "check-source-file", file: path }, place);
		}
	};
	const accept = (file: TextFile): FileContents => {
		if (loaded?.hash !== file.hash) {
			loaded = undefined;
			loaded = { hash: file.hash, stamp: file.stamp, contents: format.parse(file.text, name) };
		} else {
			loaded = { ...loaded, stamp: file.stamp };
		}
		return loaded.contents;
	};
	/** The same with pauses, for all who read at the same time. A change that was made meanwhile is newer. */
	const acceptInPieces = async (file: TextFile): Promise<FileContents> => {
		if (format.parseInPieces === undefined || loaded?.hash === file.hash) return accept(file);
		const before = loaded;
		if (parsing?.hash !== file.hash) {
			const contents = inPieces(format.parseInPieces(file.text, name));
			parsing = { hash: file.hash, contents };
		}
		const { contents: promised } = parsing;
		try {
			const contents = await promised;
			if (loaded === before) loaded = { hash: file.hash, stamp: file.stamp, contents };
			return contents;
		} catch (error) {
			if (loaded === before) loaded = undefined;
			throw error;
		} finally {
			if (parsing?.contents === promised) parsing = undefined;
		}
	};
	const current = (signal?: AbortSignal): Promise<FileContents> =>
		advised(async () => {
			signal?.throwIfAborted();
			if (loaded && loaded.stamp === (await stampOf(path))) return loaded.contents;
			return acceptInPieces(await readFile(signal));
		});
	const change = (
		edit: (text: string, contents: FileContents) => string | undefined,
		signal: AbortSignal | undefined,
	): Promise<void> =>
		turns.take(async () => {
			const seen = loaded?.hash;
			const file = await readFile(signal);
			const contents = accept(file);
			if (seen !== undefined && seen !== file.hash) {
				throw changedMeanwhile(path);
			}
			const text = edit(file.text, contents);
			if (text === undefined || text === file.text) return;
			const changed = format.parse(text, name);
			const { written } = await replaceTextFile(path, file, text, new Date());
			loaded = { hash: written.hash, stamp: written.stamp, contents: changed };
		});
	/** The text with one change of an assignment; undefined when there is nothing to change. */
	const edited = (text: string, contents: FileContents, edit: AssignmentEdit): string | undefined => {
		if (edit.type === "unassign") {
			const gone = contents.state.assignments.find(({ id }) => id === edit.assignmentId);
			return gone && format.withoutGrant(text, gone, contents, name);
		}
		const { principal, appRoleId } = edit;
		refuseUnknown(contents, principal, appRoleId, name);
		const grant = { principalId: principal.id, appRoleId };
		const id = assignmentIdOf(grant);
		if (contents.state.assignments.some((assignment) => assignment.id === id)) return undefined;
		return format.withGrant(text, grant, contents, name);
	};
	const changeTogether = async (
		edits: readonly AssignmentEdit[],
		signal?: AbortSignal,
	): Promise<readonly (Error | null)[]> => {
		const refused: (Error | null)[] = [];
		await change((text, contents) => {
			let next = { text, contents };
			for (const edit of edits) {
				try {
					const changed = edited(next.text, next.contents, edit);
					if (changed !== undefined) next = { text: changed, contents: format.parse(changed, name) };
					refused.push(null);
				} catch (error) {
					if (!(error instanceof DirectoryError)) throw error;
					refused.push(error);
				}
			}
			return next.text;
		}, signal);
		return refused;
	};
	const undo = (signal?: AbortSignal): Promise<FileRewrite> =>
		turns.take(async () => {
			const undone = await undoRewrite(path, signal);
			loaded = undefined;
			return undone;
		});

	return {
		label: name,
		file: {
			path,
			rewrites: () => rewritesOf(path),
			change: changeTogether,
			undo,
		},
		async problems(signal) {
			return (await current(signal)).problems;
		},
		requests: () => 0,
		read: (since, _attributes, signal) =>
			advised(async () => {
				const file = await readFile(signal);
				if (since === file.hash) return unchanged(file.hash);
				return everything(accept(file), file.hash, signal);
			}),
		async user(id, _attributes, signal) {
			return (await current(signal)).users.get(userIdFrom(id));
		},
		async usersById(ids, _attributes, signal) {
			const { users } = await current(signal);
			return ids.flatMap((id) => users.get(userIdFrom(id)) ?? []);
		},
		async search(text, limit, _attributes, signal) {
			return findUsers((await current(signal)).users.values(), text, limit);
		},
		async assignments(signal) {
			return (await current(signal)).state;
		},
		async groups(signal) {
			return (await current(signal)).groups;
		},
		assign: (principal, appRoleId, signal) =>
			change((text, contents) => edited(text, contents, { type: "assign", principal, appRoleId }), signal),
		unassign: (assignmentId, signal) =>
			change((text, contents) => edited(text, contents, { type: "unassign", assignmentId }), signal),
		async attributeNames(signal) {
			return attributeNames(await current(signal));
		},
		async close() {
			await turns.settled();
			loaded = undefined;
		},
	};
}

const namesOf = new WeakMap<FileContents, readonly string[]>();

function attributeNames(contents: FileContents): readonly string[] {
	const known = namesOf.get(contents);
	if (known !== undefined) return known;
	const names = new Set<string>();
	for (const { attributes } of contents.users.values()) {
		for (const name of Object.keys(attributes)) names.add(name);
	}
	namesOf.set(contents, [...names]);
	return [...names];
}

function unchanged(hash: string): DirectoryRead {
	return {
		kind: "unchanged",
		users: pagesOf([], undefined),
		removed: () => [],
		assignments: null,
		watermark: () => hash,
	};
}

function everything(contents: FileContents, hash: string, signal: AbortSignal | undefined): DirectoryRead {
	return {
		kind: "full",
		users: pagesOf(contents.users.values(), signal),
		removed: () => [],
		assignments: contents.state,
		watermark: () => hash,
	};
}

async function* pagesOf(
	users: Iterable<SourceUser>,
	signal: AbortSignal | undefined,
): AsyncGenerator<readonly SourceUser[]> {
	let page: SourceUser[] = [];
	for (const user of users) {
		page.push(user);
		if (page.length < pageSize) continue;
		signal?.throwIfAborted();
		yield page;
		page = [];
		// Nothing is waited for otherwise: keys and timers have their turn between two pages.
		await setImmediate();
	}
	signal?.throwIfAborted();
	if (page.length > 0) yield page;
}

function refuseUnknown(
	contents: FileContents,
	principal: { readonly id: string; readonly type: "User" | "Group" },
	appRoleId: string,
	name: string,
): void {
	const known =
		principal.type === "User"
			? contents.users.has(principal.id)
			: contents.groups.some((group) => group.id === principal.id);
	if (!known) {
		throw new DirectoryError("not-found", `${name} has no ${principal.type.toLowerCase()} ${principal.id}.`);
	}
	if (appRoleId !== defaultAccessId && !contents.state.roles.some((role) => role.id === appRoleId)) {
		throw new DirectoryError("not-found", `${name} has no role with the ID ${appRoleId}.`);
	}
}
