import type { DirectoryRead } from "../../src/ports/source/directory.ts";
import type { SourceUser } from "../../src/source/source-user.ts";

/** All pages of a read as one list. */
export async function everyUser(read: DirectoryRead): Promise<readonly SourceUser[]> {
	const users: SourceUser[] = [];
	for await (const page of read.users) users.push(...page);
	return users;
}
