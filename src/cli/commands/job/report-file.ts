import { UsageError } from "../../options/usage-error.ts";
import { writePrivateFile } from "../../output/private-file.ts";

/** A format of reports for change requests. */
export type ReportFormat = "md" | "json";

/** The format that the name of `--output` asks for. Throws `UsageError` for another one. */
export function reportFormat(file: string): ReportFormat {
	if (/\.md$/i.test(file)) return "md";
	if (/\.json$/i.test(file)) return "json";
	throw new UsageError(`--output takes a file that ends with .md or .json, not "${file}".`);
}

/** Writes a report, which has personal data, to a file that only its owner can read. */
export async function writeReport(file: string, content: string): Promise<void> {
	await writePrivateFile(file, (lines) => lines([content.trimEnd()]));
}
