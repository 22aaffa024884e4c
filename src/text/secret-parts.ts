/** Letters and digits in a row that a text shares with a secret only if it repeats it. */
const telling = 16;

/** Fewer letters and digits are not enough to find a secret by. */
const fewest = 8;

/** Longer texts are cut: they are the words of servers, and no message shows that much of them. */
const maxLength = 256 * 1024;

/**
 * The text with every part of a secret replaced by stars, also where a server has cut the secret, split it over lines or tags, put it into a
 * tag, or written it as Base64, hexadecimal, or escapes for URLs, JSON or HTML. Only letters and digits are compared, so that none of these
 * hides one. Parts of fewer than 16 letters and digits stay.
 */
export function withoutSecretParts(text: string, secrets: readonly string[]): string {
	const parts = partsOf(secrets);
	if (parts.size === 0) return text;
	const kept = text.slice(0, maxLength);
	const hidden = new Uint8Array(kept.length);
	for (const units of readings) hideParts(letters(kept, units), parts, hidden);
	let shown = "";
	let from = 0;
	for (let at = hidden.indexOf(1); at !== -1; at = hidden.indexOf(1, from)) {
		shown += `${kept.slice(from, at)}********`;
		const end = hidden.indexOf(0, at);
		from = end === -1 ? hidden.length : end;
	}
	return shown + kept.slice(from);
}

/** Marks the characters of a text between the first and the last letter of each part that it has. */
function hideParts(
	{ text, starts, ends }: Letters,
	parts: ReadonlyMap<number, ReadonlySet<string>>,
	hidden: Uint8Array,
): void {
	for (const [length, known] of parts) {
		for (let at = 0; at + length <= text.length; at++)
			if (known.has(text.slice(at, at + length))) hidden.fill(1, starts[at], ends[at + length - 1]);
	}
}

/** What to look for, by its length: all parts of that length of all forms of the secrets. */
function partsOf(secrets: readonly string[]): ReadonlyMap<number, ReadonlySet<string>> {
	const parts = new Map<number, Set<string>>();
	for (const form of secrets.flatMap(formsOf)) {
		if (form.length < fewest) continue;
		const length = Math.min(telling, form.length);
		const known = parts.get(length) ?? new Set();
		parts.set(length, known);
		for (let at = 0; at + length <= form.length; at++) known.add(form.slice(at, at + length));
	}
	return parts;
}

/** The letters and digits of a secret as it is, and encoded. What precedes it shifts its Base64, which changes the characters at both ends. */
function formsOf(secret: string): readonly string[] {
	if (secret.length < fewest) return [];
	const bytes = Buffer.from(secret);
	const shifted = [0, 1, 2].map((by) => {
		const base64 = Buffer.concat([Buffer.alloc(by), bytes])
			.toString("base64")
			.replace(/=+$/, "");
		return base64.slice(by === 0 ? 0 : by + 1, -1);
	});
	const hex = bytes.toString("hex");
	return [secret, ...shifted, hex, hex.toUpperCase()].map((form) => form.replace(/[^A-Za-z0-9]/g, ""));
}

const letter = /[a-z\d]/;
const escaped = /%([\da-f]{2})|\\u([\da-f]{4})|\\x([\da-f]{2})|&#x([\da-f]{1,6});|&#(\d{1,7});|\\[bfnrt]/;
const tag = /<[^<>]{0,200}>/;

/** The ways to read a text: without tags, since they may be in the middle of a secret; with them, since it may be in one; and as it is written. */
const readings = [[escaped, tag, letter], [escaped, letter], [letter]].map(
	(units) => new RegExp(units.map(({ source }) => source).join("|"), "gi"),
);

/** The letters and digits of a text, and where each begins and ends in it. */
type Letters = {
	readonly text: string;
	readonly starts: readonly number[];
	readonly ends: readonly number[];
};

/** Reads a text. `units`: a character, escaped or not, or what is left out. */
function letters(text: string, units: RegExp): Letters {
	const found: string[] = [];
	const starts: number[] = [];
	const ends: number[] = [];
	for (const match of text.matchAll(units)) {
		const [unit, octet, utf16, byte, hex, decimal] = match;
		const code = octet ?? utf16 ?? byte ?? hex;
		const point = code === undefined ? Number(decimal) : Number.parseInt(code, 16);
		const character = unit.length === 1 ? unit : String.fromCharCode(point);
		if (!/^[A-Za-z\d]$/.test(character)) continue;
		found.push(character);
		starts.push(match.index);
		ends.push(match.index + unit.length);
	}
	return { text: found.join(""), starts, ends };
}
