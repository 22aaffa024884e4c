import type { Json } from "../../scim/resource.ts";
import type { LogAction, NewLogEntry } from "../log/log-entry.ts";
import type { Link } from "./link.ts";

/**
 * The new value of one attribute of an account, or the elements that a change adds to a list.
 * `hash` replaces a value that a mapping wraps in `Redact`: a keyed hash of it, or of each element of a list.
 */
export type IntendedOperation =
	| { readonly op: "add" | "replace"; readonly path: string; readonly value: Json }
	| { readonly op: "add" | "replace"; readonly path: string; readonly hash: string | readonly string[] }
	| { readonly op: "remove"; readonly path: string };

/** A write that may have reached the target: recorded before the request, removed with its outcome. */
export type Intent = {
	readonly changeId: string;
	readonly cycleId: string;
	readonly action: LogAction;
	readonly sourceId: string | null;
	/** Null for a creation: the target assigns the id. */
	readonly targetId: string | null;
	/** Used to look up an interrupted creation. */
	readonly userName: string;
	/** What was sent, to compare with the account; empty for a deletion. Null: recorded by a version that did not store it. */
	readonly operations: readonly IntendedOperation[] | null;
	/** The entry to write if the change was carried out. */
	readonly entry: NewLogEntry;
	/** The link to store if the change was carried out; its targetId is filled in then. */
	readonly link: Link | null;
};

/** The part of the store for intents. */
export interface IntentStore {
	/** Records intents, all or none, before their requests are sent. */
	intend(intents: readonly Intent[]): Promise<void>;
	/** Removes intents that were never carried out, with their snapshots. */
	withdraw(changeIds: readonly string[]): Promise<void>;
	openIntents(): Promise<readonly Intent[]>;
	/** The key of the hashes in intents: random, created once per store. */
	intentKey(): Promise<string>;
}
