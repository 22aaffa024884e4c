/**
 * The stored pair of a source user and an account in the target, by their ids, so that a renamed user keeps their account.
 * `released`: was deactivated because the user left the scope, and is not managed until the user is in scope again.
 */
export type Link = {
	readonly sourceId: string;
	readonly targetId: string;
	readonly userName: string;
	readonly displayName: string;
	readonly state: "managed" | "released";
	/** Milliseconds since 1970. */
	readonly since: number;
	/** Hash of what the account was last provisioned from (`fingerprint.ts`): an equal one needs no request. `""` when not known. */
	readonly fingerprint: string;
};

/** What happens to a link with a log entry. */
export type LinkChange =
	| { readonly type: "keep" }
	| { readonly type: "put"; readonly link: Link }
	| { readonly type: "drop"; readonly sourceId: string };

/** The part of the store for links. */
export interface LinkStore {
	link(sourceId: string): Promise<Link | undefined>;
	linkByTarget(targetId: string): Promise<Link | undefined>;
	/** All links, in batches, for a full cycle. */
	links(): AsyncIterable<readonly Link[]>;
	putLink(link: Link): Promise<void>;
	dropLinks(): Promise<void>;
}
