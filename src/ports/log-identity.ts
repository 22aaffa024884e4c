import { parsePath, read } from "../scim/path.ts";
import type { JsonObject, ScimUser } from "../scim/resource.ts";
import { nameOf, principalNameOf, type SourceUser } from "../source/source-user.ts";
import type { LogIdentity } from "./log/log-entry.ts";
import type { Link } from "./store/link.ts";

type Identity = NonNullable<LogIdentity>;

/** A source user as named in the log. */
export function sourceIdentity(user: SourceUser): Identity {
	return { id: user.id, displayName: nameOf(user), userName: principalNameOf(user) };
}

/** An account of the target as named in the log. */
export function targetIdentity(account: ScimUser): Identity {
	return { id: account.id, displayName: accountName(account), userName: account.userName };
}

/** A source user who is known only from the link. */
export function linkedIdentity(link: Link): Identity {
	return { id: link.sourceId, displayName: link.displayName, userName: link.userName };
}

/** The name of an account's owner: the display name, otherwise given and family name, otherwise the user name. */
export function accountName(account: JsonObject & { readonly userName: string }): string {
	if (typeof account.displayName === "string" && account.displayName !== "") return account.displayName;
	const path = (text: string) => read(account, parsePath(text));
	const parts = [path("name.givenName"), path("name.familyName")];
	return parts.filter((part) => typeof part === "string" && part !== "").join(" ") || account.userName;
}
