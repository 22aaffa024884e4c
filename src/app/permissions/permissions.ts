import type { AreaId, AreaReport } from "../../entra/permissions/check-permissions.ts";
import type { SignInExpiry } from "../source/sign-in-expiry.ts";

export { areaIds } from "../../entra/permissions/areas.ts";
export type { AreaId, AreaReport };

/** What each area covers, as screens and commands show it. */
export const areaTitles: Readonly<Record<AreaId, string>> = {
	"read-users": "Read users",
	"read-groups": "Read groups",
	"read-app": "Read the application and its assignments",
	assign: "Assign and unassign",
	app: "Set up the application",
	job: "Set up and control Entra's job",
	log: "Read Entra's provisioning log",
};

/** What the sign-in to Entra may do. */
export interface Permissions {
	/** The last check; null when there was none, or the source is not Entra. */
	readonly current: () => readonly AreaReport[] | null;
	/**
	 * Checks all areas with the sign-in of the profile; writes nothing. Null for a source other than Entra.
	 * Rejects with `DirectoryError`.
	 */
	readonly check: (signal?: AbortSignal) => Promise<readonly AreaReport[] | null>;
	/** Until when the sign-in works, as of the last check; null while that is not known. */
	readonly expiry: () => SignInExpiry | null;
	/** Why an area is known to be missing; undefined while it may be allowed. Screens that need it are read-only with this reason. */
	readonly refusal: (area: AreaId) => string | undefined;
}
