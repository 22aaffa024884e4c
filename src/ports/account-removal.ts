import type { JsonObject } from "../scim/resource.ts";

/** What happens to dashboards, searches and folders: to a user, to the caller, or permanently destroyed. */
export type ContentHandling =
	| { readonly kind: "to-caller" }
	| { readonly kind: "transfer"; readonly toUserId: string }
	| { readonly kind: "destroy" };

/** What a target knows about an account beyond SCIM, and how it deletes one without losing its content. Throws `ScimError`. */
export interface AccountRemoval {
	/** The target's own view, for the snapshot; null when it has none. */
	view(targetId: string, signal?: AbortSignal): Promise<JsonObject | null>;
	/** Deletes; an account that no longer exists counts as deleted. */
	delete(targetId: string, content: ContentHandling): Promise<void>;
}
