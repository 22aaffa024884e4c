/**
 * Makes text from a directory, a server or a file harmless for a terminal and for a line of a log.
 *
 * Only for showing: matching and provisioning use the original text. What is removed:
 * - escape sequences as a whole (ECMA-48: CSI, OSC, DCS and the like with their payload), then every other C0 and C1 control;
 * - bidirectional overrides, isolates and marks (Unicode UAX #9), which can make `gpj.exe` read as something else;
 * - characters without width or ink: zero-width spaces, joiners outside emoji, fillers, byte order marks, soft hyphens;
 * - variation selectors and tag characters, except where an emoji sequence needs them (UTS #51).
 *
 * Tabs, line ends and line separators become one space each; half of a surrogate pair becomes U+FFFD.
 * CJK, right-to-left scripts, combining marks and emoji sequences stay as they are.
 */
export function cleanText(text: string): string {
	if (plain.test(text)) return text;
	return text
		.toWellFormed()
		.replace(escapeSequences, "")
		.replace(lineBreaks, " ")
		.replace(controls, "")
		.replace(invisible, "")
		.replace(emojiSequences, (found, sequence: string | undefined) => (sequence === undefined ? "" : found));
}

/** As `cleanText`, but line ends split: for values of several lines, such as a description. */
export function cleanLines(text: string): readonly string[] {
	return text.split(/\r\n|[\n\r\u0085\u2028\u2029]/u).map(cleanText);
}

/** Text without anything to remove: printable ASCII, and letters of Latin, Greek, Cyrillic, kana, and Han. */
const plain = /^[ -~\u00A1-\u00AC\u00AE-\u02FF\u0370-\u052F\u3041-\u3096\u30A1-\u30FA\u4E00-\u9FFF]*$/u;

/** CSI; strings (OSC, DCS, SOS, PM, APC) up to their end or, unfinished, up to the end of the text; other escapes. */
const escapeSequences =
	/(?:\u001B\[|\u009B)[0-?]*[ -/]*[@-~]?|(?:\u001B[PX\]^_]|[\u0090\u0098\u009D-\u009F])[^\u0007\u001B\u009C]*(?:\u0007|\u001B\\|\u009C)?|\u001B[ -/]*[0-~]?/gu;

const lineBreaks = /\r\n|[\t\n\v\f\r\u0085\u2028\u2029]/gu;

const controls = /\p{Cc}/gu;

/**
 * Soft hyphen, Arabic letter mark, Mongolian selectors and vowel separator, grapheme joiner, Hangul fillers, zero-width space
 * and non-joiner, marks, embeddings, overrides, word joiner, invisible operators, isolates, deprecated formats, byte order mark,
 * annotations, musical formats, shorthand formats, ideographic variation selectors.
 */
const invisible =
	/\u034F|[\u180B-\u180F]|[\u{E0100}-\u{E01EF}]|[\u00AD\u061C\u115F\u1160\u3164\uFFA0\u200B\u200C\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]|[\u{1D173}-\u{1D17A}\u{1BCA0}-\u{1BCA3}]/gu;

/**
 * First alternative: sequences that need joiners, selectors or tags (keycaps, flags of regions, joined emoji, an emoji with its
 * presentation). Second: the same characters anywhere else.
 */
const emojiSequences =
	/([0-9#*]\uFE0F?\u20E3|\u{1F3F4}[\u{E0020}-\u{E007E}]+\u{E007F}|\p{Extended_Pictographic}[\uFE0E\uFE0F]?\p{Emoji_Modifier}?(?:\u200D\p{Extended_Pictographic}[\uFE0E\uFE0F]?\p{Emoji_Modifier}?)*)|[\u200D\uFE00-\uFE0F\u{E0000}-\u{E007F}]/gu;
