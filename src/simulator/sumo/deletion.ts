import type { Behavior } from "./behavior.ts";
import type { Organization, SumoUser } from "./organization.ts";

/** What a DELETE that is answered with success does to the user; `transferredTo` null destroys the content. */
export function deleteUser(
	organization: Organization,
	user: SumoUser,
	transferredTo: string | null,
	{ deletion }: Behavior,
): void {
	if (deletion === "delete") organization.remove(user, transferredTo);
	if (deletion === "deactivate" && user.active) organization.replace(user, { active: false });
}
