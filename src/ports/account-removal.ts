import type { JsonObject } from "../scim/resource.ts";
import type { Permit } from "./target.ts";

/** What happens to dashboards, searches and folders: to a user, to the caller, or permanently destroyed. */
export type ContentHandling =
	| { readonly kind: "to-caller" }
	| { readonly kind: "transfer"; readonly toUserId: string }
	| { readonly kind: "destroy" };

/** A user as the API that deletes it shows it. */
export type AccountView = {
	/** The e-mail address, by which it is checked that the account is the one that SCIM shows. */
	readonly address: string;
	readonly isActive: boolean;
	/** Everything, for the snapshot. */
	readonly shown: JsonObject;
};

/** What a target knows about an account beyond SCIM, and how it deletes one without losing its content. Throws `ScimError`. */
export interface AccountRemoval {
	/** The target's own view; null when it has none. */
	view(targetId: string, signal?: AbortSignal): Promise<AccountView | null>;
	/** Deletes, with the permit right before the request; an account that no longer exists counts as deleted. */
	delete(targetId: string, content: ContentHandling, permit: Permit): Promise<void>;
}
