import { RoleAssignments, type Value } from "../../../../expression/index.ts";
import type { DirectoryGroup, DirectoryUser } from "./directory.ts";

/** A user or group as the attributes of a job's schema show it. */
export interface SourceObject {
	readonly id: string;
	readonly displayName: string;
	/** Whether the user is neither disabled nor soft-deleted. */
	readonly isActive: boolean;
	readonly isSoftDeleted: boolean;
	readonly isAssigned: boolean;
	readonly roles: RoleAssignments;
	readonly manager: string | null;
	/** The value of an attribute; null when the user has none. */
	read(attribute: string): Value;
}

const guest = /^(.+)_([^_]+)#EXT#@.*$/i;

/** Names of the job's schema that differ from Graph's. */
const readers: Readonly<Record<string, (user: DirectoryUser) => Value>> = {
	objectid: ({ id }) => id,
	mobile: ({ mobilePhone }) => mobilePhone,
	telephonenumber: ({ businessPhones }) => businessPhones[0] ?? null,
	physicaldeliveryofficename: ({ officeLocation }) => officeLocation,
	originaluserprincipalname: ({ userPrincipalName }) => userPrincipalName,
	userprincipalname: ({ userPrincipalName }) => userPrincipalName.replace(guest, "$1@$2"),
};

const absent = new RoleAssignments([]);

/** @param roles undefined when the user is not assigned */
export function sourceObject(
	user: DirectoryUser,
	isDeleted: boolean,
	roles: RoleAssignments | undefined,
): SourceObject {
	const plain = new Map<string, Value>();
	for (const [name, value] of Object.entries(user)) plain.set(name.toLowerCase(), value);
	const held = roles ?? absent;
	return {
		id: user.id,
		displayName: user.displayName,
		isActive: user.accountEnabled && !isDeleted,
		isSoftDeleted: isDeleted,
		isAssigned: roles !== undefined,
		roles: held,
		manager: user.manager,
		read: (attribute) => {
			const name = attribute.toLowerCase();
			if (name === "approleassignments") return held.assignments.length === 0 ? null : held;
			const value = readers[name]?.(user) ?? plain.get(name) ?? null;
			return value === "" ? null : value;
		},
	};
}

/** A group as a job reads it: security groups are deleted at once, and have neither roles nor a manager. */
export function groupObject(group: DirectoryGroup, isAssigned: boolean): SourceObject {
	const values: Readonly<Record<string, Value>> = {
		objectid: group.id,
		displayname: group.displayName,
		description: group.description,
		mailnickname: group.displayName.replace(/\W/g, ""),
	};
	return {
		id: group.id,
		displayName: group.displayName,
		isActive: true,
		isSoftDeleted: false,
		isAssigned,
		roles: absent,
		manager: null,
		read: (attribute) => values[attribute.toLowerCase()] ?? null,
	};
}
