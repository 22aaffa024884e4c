import { roleNames } from "../../mapping/definition/roles.ts";
import { accountName } from "../../ports/log-identity.ts";
import type { Snapshot } from "../../ports/store/snapshot.ts";
import type { JsonObject, ScimUser } from "../../scim/resource.ts";

/** What a snapshot holds beyond the account's SCIM resource. */
export type Deletion = {
	/** Of the change that deletes the account. */
	readonly changeId: string;
	readonly takenAt: number;
	readonly classic: JsonObject | null;
	readonly deletedBy: string;
	readonly content: Snapshot["content"];
};

/** The account as it is now, right before it is deleted. */
export function snapshotOf(account: ScimUser, { changeId, ...deletion }: Deletion): Snapshot {
	return {
		...deletion,
		id: changeId,
		targetId: account.id,
		userName: account.userName,
		displayName: accountName(account),
		scim: account,
		roles: roleNames(account.roles),
	};
}
