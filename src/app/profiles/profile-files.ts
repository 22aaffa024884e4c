import { existsSync, renameSync, rmSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import type { Home } from "../../config/home.ts";

/** The setup file of a profile, next to the settings. */
export function setupFile({ config }: Pick<Home, "config">, name: string): string {
	return join(config, "setup", `${name}.yaml`);
}

/** Gives the stores of a profile, with their companions and backups, and its setup file another name. Returns the new paths of the stores. */
export function moveFiles(
	home: Home,
	stores: readonly string[],
	name: string,
	to: string,
): readonly string[] {
	const moved = stores.map((store) => {
		const target = join(home.state, to + store.slice(join(home.state, name).length));
		for (const companion of companionsOf(store))
			renameSync(companion, target + companion.slice(store.length));
		return target;
	});
	if (existsSync(setupFile(home, name))) renameSync(setupFile(home, name), setupFile(home, to));
	return moved;
}

/** Removes stores with their companions and backups, and the setup file of a profile. */
export function removeFiles(home: Home, stores: readonly string[], name: string): void {
	for (const file of [...stores.flatMap(companionsOf), setupFile(home, name)]) rmSync(file, { force: true });
}

/** Copies the setup file of a profile, if there is one. */
export async function copySetup(home: Home, name: string, copy: string): Promise<void> {
	if (existsSync(setupFile(home, name))) await copyFile(setupFile(home, name), setupFile(home, copy));
}

/** A store and what SQLite, backups and changes of assignments keep beside it. The store is last: what is interrupted is found again by its name. */
function companionsOf(store: string): readonly string[] {
	return [`${store}-wal`, `${store}-shm`, `${store}.backup`, `${store}.assignments.json`, store].filter(
		(file) => existsSync(file),
	);
}
