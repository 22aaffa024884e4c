import { join } from "node:path";
import { checkSourceFile } from "../../src/app/source/check-source-file.ts";
import { openFileDirectory } from "../../src/directory/open.ts";
import { everyUser } from "./every-user.ts";

/** Files as people send them. */
export const files = join(import.meta.dirname, "files");

/** The attributes of the users in one of them, by their ids. */
export const usersOf = async (name: string) =>
	new Map(
		(await everyUser(await openFileDirectory(join(files, name)).read(null, []))).map((user) => [
			user.id,
			user.attributes,
		]),
	);

/** What is understood of one of them, which must not be refused. */
export const understood = async (name: string) => {
	const { understood } = await checkSourceFile(join(files, name));
	if (understood === null) throw new Error(`${name} was refused`);
	return understood;
};
