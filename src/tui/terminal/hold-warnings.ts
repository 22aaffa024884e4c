import { cleanText } from "../../text/clean-text.ts";

/**
 * Keeps Node's warnings (experimental or deprecated features) off the screen while the console is running: Node writes them
 * to stderr, into the frame. Returns a function that prints each one once, for when the screen is restored.
 */
export function holdWarnings(from: NodeJS.Process, stderr: NodeJS.WritableStream): () => void {
	const before = from.listeners("warning");
	const held = new Set<string>();
	const hold = (warning: Error) => {
		if (warning.name !== "ExperimentalWarning") held.add(`${warning.name}: ${cleanText(warning.message)}`);
	};
	from.removeAllListeners("warning");
	from.on("warning", hold);
	return () => {
		from.off("warning", hold);
		for (const listener of before) from.on("warning", listener);
		for (const warning of held) stderr.write(`${warning}\n`);
	};
}
