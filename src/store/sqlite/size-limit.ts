import { statSync } from "node:fs";
import { z } from "zod";

/** The part of Node's diagnostic report that has the limits of the process; a soft limit is in bytes, or `unlimited`. */
const report = z.object({
	userLimits: z.object({ file_size_blocks: z.object({ soft: z.union([z.number(), z.string()]) }) }),
});

/** What is written at once, at most: a file that ends this close to the limit can't take it. */
const reach = 65_536;

/**
 * The size in bytes that no file of this process may exceed (`ulimit -f`); null when there is no such limit, or the system has none.
 *
 * @see https://man7.org/linux/man-pages/man2/getrlimit.2.html RLIMIT_FSIZE
 */
export function fileSizeLimit(): number | null {
	const { data } = report.safeParse(process.report.getReport());
	const soft = data?.userLimits.file_size_blocks.soft;
	return typeof soft === "number" ? soft : null;
}

/** Whether one of these files is as large as the limit allows. */
export function isAtSizeLimit(files: readonly string[], limit: number | null): boolean {
	if (limit === null) return false;
	return files.some((file) => {
		const size = statSync(file, { throwIfNoEntry: false })?.size;
		return size !== undefined && size + reach > limit;
	});
}
