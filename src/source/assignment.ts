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
	/** As the directory shows the principal; may hold anything a directory can hold. */
	readonly principalName: string;
	/** `defaultAccessId` when assigned without a role. */
	readonly appRoleId: string;
};
