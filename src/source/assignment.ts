/**
 * The grant of a role of the application to a user or a group.
 *
 * @see https://learn.microsoft.com/graph/api/resources/approleassignment
 */
export type Assignment = {
	/** Identifies the assignment for its removal. */
	readonly id: string;
	readonly principalId: string;
	readonly principalType: "User" | "Group";
	/** The principal's display name in the directory; may contain any characters. */
	readonly principalName: string;
	/** `defaultAccessId` when assigned without a role. */
	readonly appRoleId: string;
};
