import { isMap, parseDocument } from "yaml";
import { writeSetupFile } from "./write.ts";

/** A value to set at a path; undefined removes what is there. */
export type SetupFileChange = { readonly path: readonly string[]; readonly value: unknown };

/**
 * The text of a setup file with changed values. Comments and everything else stay as they are.
 *
 * @param text undefined for a new file
 */
export function editSetupFile(text: string | undefined, changes: readonly SetupFileChange[]): string {
	const document = parseDocument(text ?? writeSetupFile({ version: 1 }));
	for (const { path, value } of changes) {
		const [first] = path;
		// `job: false` and the like become a section.
		if (path.length > 1 && document.has(first) && !isMap(document.get(first, true))) document.delete(first);
		if (value === undefined) document.deleteIn(path);
		else document.setIn(path, document.createNode(value));
	}
	return document.toString({ lineWidth: 0 });
}
