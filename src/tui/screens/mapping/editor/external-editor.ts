import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";

/** Why text could not be edited elsewhere. */
export class ExternalEditorError extends Error {
	override readonly name = "ExternalEditorError";
	readonly code: "no-editor" | "failed";

	constructor(code: ExternalEditorError["code"], message: string) {
		super(message);
		this.code = code;
	}
}

/** What a shell ends with when there is no such command. */
const notFound = 127;

/** The operator's editor: VISUAL before EDITOR, as everywhere; undefined when neither is set. */
export function editorCommand(environment: Readonly<Record<string, string | undefined>>): string | undefined {
	return environment.VISUAL || environment.EDITOR || undefined;
}

/**
 * Stops reading from the terminal. Ink stops listening when it hands the terminal over, but Node goes on reading, and every
 * other key would be lost to the program that has the terminal now. Ink starts to read again by itself.
 */
async function leaveInput(): Promise<void> {
	// Node lets go of a listener, and obeys a pause, one turn later.
	await setImmediate();
	process.stdin.pause();
	await setImmediate();
}

/**
 * Lets the operator edit text in a program that takes over the terminal, and gives back what was saved there.
 * The command goes through the shell, as Git does it, so that it may have options. The last line end is the program's, not the text's.
 *
 * @throws ExternalEditorError when the program cannot be started or ends with an error
 */
export async function editElsewhere(command: string, text: string): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), "sumo-provision-expression-"));
	const file = join(folder, "expression.txt");
	try {
		await writeFile(file, `${text}\n`, { mode: 0o600 });
		if (process.stdin.isTTY) await leaveInput();
		const child =
			process.platform === "win32"
				? spawn(`${command} "${file}"`, { stdio: "inherit", shell: true })
				: spawn("/bin/sh", ["-c", `${command} "$1"`, "sh", file], { stdio: "inherit" });
		const [code]: unknown[] = await once(child, "exit");
		if (code === notFound)
			throw new ExternalEditorError(
				"no-editor",
				`There is no program for "${command}". Set VISUAL or EDITOR to an editor that is installed.`,
			);
		if (code !== 0)
			throw new ExternalEditorError(
				"failed",
				`"${command}" ended with an error; the expression is as it was.`,
			);
		return (await readFile(file, "utf8")).replace(/(\r?\n)+$/u, "");
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}
