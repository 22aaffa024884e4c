import { basename } from "node:path";
import type { TextEncoding } from "./disk/text-encoding.ts";
import { readTextFile } from "./disk/text-file.ts";
import type { FileContents } from "./format/file-format.ts";
import { type FileKind, fileKinds } from "./format/file-kind.ts";
import { formatFor, sourcePath } from "./open.ts";

/** A file of users, and how it was understood. */
export type SourceFileReading = FileContents & {
	readonly path: string;
	readonly encoding: TextEncoding;
	readonly kind: FileKind;
	/** What the kind is called: "CSV of PowerShell (Export-Csv)". */
	readonly kindName: string;
};

/**
 * Reads a file once, without opening it as a source.
 *
 * @throws DirectoryError
 */
export async function readSourceFile(path: string): Promise<SourceFileReading> {
	const file = sourcePath(path);
	const format = formatFor(file);
	const { text, encoding } = await readTextFile(file, { guard: format.guard?.(basename(file)) });
	const contents = format.parse(text, basename(file));
	const { kind } = contents.layout;
	return { ...contents, path: file, encoding, kind, kindName: fileKinds[kind] };
}
