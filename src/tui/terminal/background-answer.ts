/** A whole answer to the question for the background (xterm, OSC 11). It ends with BEL or with ESC \ (ST). */
const answers = /\u001B\]11;([\da-zA-Z:/]*)(?:\u0007|\u001B\\)/g;
const answerAtStart = new RegExp(`^${answers.source}`);

/** The start of an answer at the end of what was read. */
const begun = /\u001B(?:\](?:1(?:1(?:;[\da-zA-Z:/]*\u001B?)?)?)?)?$/;

/** Up to here a person may have typed it: Esc, or Alt with `]`. */
const typable = "\u001B]11".length;

/** Divides what is read into answers of the terminal and what was typed, in whatever pieces the bytes arrive. */
export type AnswerFilter = {
	/** Returns what was typed. Holds what may be the start of an answer. */
	readonly push: (read: string) => string;
	/** Whether what is held may have been typed: `release` it when nothing follows. */
	readonly doubts: () => boolean;
	/** Returns what is held. If it turns out to be the start of an answer, the rest of the answer is still not typed text. */
	readonly release: () => string;
};

/** @param onAnswer receives the text of each answer, such as `rgb:1e1e/1e1e/1e1e` */
export function filterAnswers(onAnswer: (text: string) => void): AnswerFilter {
	let held = "";
	/** How many characters of `held` were returned already. */
	let given = 0;
	return {
		push(read) {
			const all = held + read;
			if (!all.includes("\u001B")) return all;
			const startsWithAnswer = answerAtStart.test(all);
			const typed = all.replace(answers, (_, text: string) => {
				onAnswer(text);
				return "";
			});
			const at = typed.search(begun);
			held = at === -1 ? "" : typed.slice(at);
			if (at === 0 && held === all) return "";
			const rest = (at === -1 ? typed : typed.slice(0, at)).slice(startsWithAnswer ? 0 : given);
			given = 0;
			return rest;
		},
		doubts: () => held.length > given && held.length <= typable,
		release() {
			const rest = held.slice(given);
			given = held.length;
			return rest;
		},
	};
}
