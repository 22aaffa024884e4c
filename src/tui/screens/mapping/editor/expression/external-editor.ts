import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";

/** Editing in an external editor failed. */
export class ExternalEditorError extends Error {
	override readonly name = "ExternalEditorError";
	readonly code: "no-editor" | "failed";

	constructor(code: ExternalEditorError["code"], message: string) {
		super(message);
		this.code = code;
	}
}

/** The exit code of a shell for an unknown command. */
const notFound = 127;

/** The operator's editor: VISUAL, otherwise EDITOR; undefined when neither is set. */
export function editorCommand(environment: Readonly<Record<string, string | undefined>>): string | undefined {
	return environment.VISUAL || environment.EDITOR || undefined;
}

/**
 * Stops reading from the terminal. Ink stops listening when it suspends, but Node keeps reading, and every
 * other key would be lost to the editor. Ink resumes reading automatically.
 */
async function leaveInput(): Promise<void> {
	// Node removes a listener and pauses only in the next turn.
	await setImmediate();
	process.stdin.pause();
	await setImmediate();
}

/**
 * Opens text in an external editor that uses the terminal, and returns the saved text.
 * The command runs through the shell, as in Git, so it may have options. The final line end is not part of the text.
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
				`Can't run "${command}": command not found. Set VISUAL or EDITOR to an installed editor.`,
			);
		if (code !== 0)
			throw new ExternalEditorError(
				"failed",
				`"${command}" ended with an error. The expression was not changed.`,
			);
		return (await readFile(file, "utf8")).replace(/(\r?\n)+$/u, "");
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}
