/** What a job reads of a user of the directory, in Graph's names. */
export interface DirectoryUser {
	readonly id: string;
	readonly accountEnabled: boolean;
	readonly displayName: string;
	readonly givenName: string | null;
	readonly surname: string | null;
	readonly userPrincipalName: string;
	readonly mail: string | null;
	readonly mailNickname: string;
	readonly jobTitle: string | null;
	readonly department: string | null;
	readonly companyName: string | null;
	readonly city: string | null;
	readonly country: string | null;
	readonly officeLocation: string | null;
	readonly employeeId: string | null;
	readonly mobilePhone: string | null;
	readonly businessPhones: readonly string[];
	readonly preferredLanguage: string | null;
	readonly usageLocation: string | null;
	readonly userType: string;
	/** The ID of the manager. */
	readonly manager: string | null;
}

/** What a job reads of a group. */
export interface DirectoryGroup {
	readonly id: string;
	readonly displayName: string;
	readonly description: string | null;
}

/** A role that someone is assigned to an application with. */
export interface GrantedRole {
	readonly id: string;
	/** Null for default access and for the roles of the template. */
	readonly value: string | null;
	readonly displayName: string;
}

/** A user or group assigned to an application. */
export interface Grant {
	readonly principalId: string;
	readonly role: GrantedRole;
	/** Milliseconds since 1970. */
	readonly created: number;
}

/** The directory as a job reads it. */
export interface SourceDirectory {
	/** All users that are not deleted. */
	users(): readonly DirectoryUser[];
	/** A user, also a soft-deleted one; undefined when there is none, or it was permanently deleted. */
	user(id: string): { readonly user: DirectoryUser; readonly isSoftDeleted: boolean } | undefined;
	groups(): readonly DirectoryGroup[];
	group(id: string): DirectoryGroup | undefined;
	/** The assignments to an application, oldest first. */
	grants(servicePrincipalId: string): readonly Grant[];
	/** The IDs of the direct members of a group; undefined when it is not a group. */
	membersOf(groupId: string): Iterable<string> | undefined;
}
