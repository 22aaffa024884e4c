/**
 * Stands for env-paths, which conf would ask for a folder. It always gets one (`src/config/settings.ts`), and env-paths fails when it is
 * loaded by a user whose home folder is not known.
 */
export default function envPaths(): never {
	throw new Error("conf was opened without a folder");
}
