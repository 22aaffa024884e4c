import type { JsonObject } from "../../scim/resource.ts";
import type { LogIdentity } from "../log/log-entry.ts";

/** What happened to a deleted account's dashboards, searches and folders. */
export type ContentLeft =
	| { readonly kind: "to-caller" }
	| { readonly kind: "transfer"; readonly to: NonNullable<LogIdentity> }
	| { readonly kind: "destroy" };

/** An account as it was right before it was deleted. */
export type Snapshot = {
	/** The change id of the deletion. A snapshot is removed when the deletion failed or was never sent. */
	readonly id: string;
	readonly takenAt: number;
	readonly targetId: string;
	readonly userName: string;
	readonly displayName: string;
	readonly scim: JsonObject;
	/** The user in the classic users API; null when it could not be read. */
	readonly classic: JsonObject | null;
	readonly roles: readonly string[];
	/** `cycle`, or the operator's login name. */
	readonly deletedBy: string;
	/** Null when the deletion did not specify it, as over SCIM. */
	readonly content: ContentLeft | null;
};

/** The part of the store for snapshots of deleted accounts. */
export interface SnapshotStore {
	addSnapshot(snapshot: Snapshot): Promise<void>;
	/** Newest first. */
	snapshots(): Promise<readonly Snapshot[]>;
}
