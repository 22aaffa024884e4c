import type { Mark } from "./outcome-mark.ts";

/** How a user and an account belong together, as People and Accounts show it. */
export const linkMarks = {
	linked: { glyph: "=", word: "linked", tone: "good" },
	released: { glyph: "–", word: "released", tone: "dim" },
	matched: { glyph: "≈", word: "matched", tone: "plain" },
} as const satisfies Readonly<Record<string, Mark>>;
