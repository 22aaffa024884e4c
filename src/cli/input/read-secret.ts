import { UsageError } from "../options/usage-error.ts";

/** What is used of the process's standard input. */
export type SecretInput = AsyncIterable<string | Uint8Array> & {
	readonly isTTY?: boolean | undefined;
	readonly setRawMode?: ((mode: boolean) => unknown) | undefined;
};

const interrupt = "\u0003";
const endOfInput = "\u0004";
const backspace: ReadonlySet<string> = new Set(["\u007F", "\b"]);

/**
 * Reads a secret from standard input: all of it from a pipe or a file; one line from a terminal, which shows nothing of it.
 *
 * @param ask gets the question for a terminal
 * @throws UsageError when a terminal's user cancels with Ctrl+C
 */
export async function readSecret(input: SecretInput, ask: (question: string) => void): Promise<Uint8Array> {
	if (input.isTTY !== true) {
		const chunks: Uint8Array[] = [];
		for await (const chunk of input) chunks.push(typeof chunk === "string" ? Buffer.from(chunk) : chunk);
		return Buffer.concat(chunks);
	}
	ask("Enter the secret, which is not shown, then press Enter. To store a file, use --file.");
	input.setRawMode?.(true);
	try {
		return Buffer.from(await lineOf(input));
	} finally {
		input.setRawMode?.(false);
	}
}

async function lineOf(input: SecretInput): Promise<string> {
	const typed: string[] = [];
	const decoder = new TextDecoder();
	for await (const chunk of input) {
		const text = typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
		for (const key of text) {
			if (key === interrupt) throw new UsageError("Canceled. Nothing was stored.");
			if (key === "\r" || key === "\n" || key === endOfInput) return typed.join("");
			if (backspace.has(key)) typed.pop();
			else typed.push(key);
		}
	}
	return typed.join("");
}
