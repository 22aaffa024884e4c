import type { MappingSet } from "../../../mapping/definition/mapping-set.ts";
import type { Scope } from "../../../scoping/scope.ts";
import type { DesiredRole } from "../../../setup/roles.ts";
import type { SetupFile } from "../../../setup/setup-file.ts";

/** A user or group to assign, as written, with the value of an app role; undefined: without a role. */
export type AssignmentEntry = {
	readonly kind: "user" | "group";
	readonly named: string;
	readonly role: string | undefined;
};

/** Everything that setup is to bring about, apart from credentials. */
export type DesiredSetup = {
	readonly app: { readonly name: string; readonly tag: string | undefined; readonly id: string | undefined };
	/** Null: single sign-on is set up elsewhere. */
	readonly saml: {
		readonly identifier: string;
		readonly replyUrl: string | undefined;
		readonly notificationEmails: readonly string[] | undefined;
		readonly configuration: string;
		/** Whether Sumo Logic's side is set up too. */
		readonly sumo: boolean;
	} | null;
	/** `all`: every role of Sumo Logic. */
	readonly roles: "all" | readonly DesiredRole[];
	readonly removeOtherRoles: boolean;
	readonly assignments: readonly AssignmentEntry[];
	readonly mappings: MappingSet;
	readonly scope: Scope;
	/** Null: Entra's job stays as it is. */
	readonly job: Exclude<SetupFile["job"], false> | null;
};
