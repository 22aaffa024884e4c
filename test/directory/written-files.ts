import { expect } from "vitest";
import { checkSourceFile, type SourceFileUnderstood } from "../../src/app/source/check-source-file.ts";
import { openFileDirectory } from "../../src/directory/open.ts";
import { temporaryFolder } from "./folder.ts";

export const header = "id,userPrincipalName,accountEnabled,role\n";

/** Writes files of users into a folder of the calling test file, and reads them as a source. */
export function writtenFiles() {
	const folder = temporaryFolder();
	async function read(name: string, content: string | Buffer): Promise<SourceFileUnderstood> {
		const { understood, problems } = await checkSourceFile(folder.write(name, content));
		if (understood === null) throw new Error(problems[0]?.message);
		return understood;
	}

	async function refused(name: string, content: string | Buffer) {
		const { understood, problems } = await checkSourceFile(folder.write(name, content));
		expect(understood).toBeNull();
		const [problem] = problems;
		return { message: problem?.message ?? "", line: problem?.line, column: problem?.column };
	}

	async function codes(name: string, content: string | Buffer) {
		return (await checkSourceFile(folder.write(name, content))).problems.map(({ code }) => code);
	}

	async function attributes(name: string, content: string, id: string) {
		return (await openFileDirectory(folder.write(name, content)).user(id, []))?.attributes;
	}
	return { folder, read, refused, codes, attributes };
}
