import { filterAnswers } from "./background-answer.ts";

/** Milliseconds for the rest of an answer after its first bytes. Esc alone waits that long while an answer is expected. */
const restMs = 50;

/** Milliseconds after the question in which bytes that may begin an answer are held. */
const expectedMs = 3000;

/** Milliseconds after the question in which an answer counts. Later, the screen would change under the reader's eyes. */
const usefulMs = 2000;

/** Milliseconds to wait, at the end, for an answer that would otherwise reach the shell. */
const lastMs = 300;

export type AskingInput = {
	/** The terminal's input without its answers. */
	readonly stdin: NodeJS.ReadStream;
	/** Waits shortly for an answer that is still on its way, so that the shell does not read it. */
	readonly close: () => Promise<void>;
};

/**
 * Input of a terminal that is asked one question as soon as it no longer echoes, after the first frame. Its answer is never read as
 * keys, however late or in how many pieces it arrives.
 *
 * @param ask writes the question
 */
export function askingInput(
	stdin: NodeJS.ReadStream,
	ask: () => void,
	onAnswer: (text: string) => void,
): AskingInput {
	let askedAt: number | undefined;
	let isAnswered = false;
	let timer: NodeJS.Timeout | undefined;
	let released = "";
	const answered = Promise.withResolvers<void>();
	const since = () => (askedAt === undefined ? Number.POSITIVE_INFINITY : performance.now() - askedAt);
	const filter = filterAnswers((text) => {
		isAnswered = true;
		answered.resolve();
		if (since() <= usefulMs) onAnswer(text);
	});
	const read = (): string | null => {
		const chunk: unknown = stdin.read();
		if (chunk === null) {
			const rest = released;
			released = "";
			return rest === "" ? null : rest;
		}
		clearTimeout(timer);
		const typed = released + filter.push(String(chunk));
		released = "";
		if (!filter.doubts()) return typed;
		if (isAnswered || since() > expectedMs) return typed + filter.release();
		timer = setTimeout(() => {
			released += filter.release();
			stdin.emit("readable");
		}, restMs);
		return typed;
	};
	const proxy = new Proxy(stdin, {
		get(target, property) {
			if (property === "read") return read;
			const value: unknown = Reflect.get(target, property, target);
			if (typeof value !== "function") return value;
			if (property !== "setRawMode") return value.bind(target);
			return (isRaw: boolean) => {
				const result: unknown = Reflect.apply(value, target, [isRaw]);
				if (isRaw && askedAt === undefined) {
					askedAt = performance.now();
					ask();
				}
				return result;
			};
		},
	});
	return {
		stdin: proxy,
		async close() {
			clearTimeout(timer);
			if (isAnswered || since() > usefulMs) return;
			stdin.setRawMode(true);
			stdin.ref();
			const drain = () => {
				const chunk: unknown = stdin.read();
				if (chunk !== null) filter.push(String(chunk));
			};
			stdin.on("readable", drain);
			const limit = setTimeout(answered.resolve, lastMs);
			await answered.promise;
			clearTimeout(limit);
			stdin.off("readable", drain);
			stdin.setRawMode(false);
			stdin.unref();
		},
	};
}
