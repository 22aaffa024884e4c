/** Letters and digits in a row that a text shares with a secret only if it repeats it. */
const telling = 16;

/** Fewer letters and digits are not enough to find a secret by. */
const fewest = 8;

/** Longer texts are cut: they are words of servers, which nobody reads that far. */
const maxLength = 1024 * 1024;

/**
 * The text with every part of a secret replaced by stars, also where a server has cut the secret, split it over lines or tags, or written
 * it as Base64, hexadecimal, or escapes for URLs, JSON or HTML. Only letters and digits are compared, so that none of these hides one.
 * Parts of fewer than 16 letters and digits stay.
 */
export function withoutSecretParts(text: string, secrets: readonly string[]): string {
	const parts = partsOf(secrets);
	if (parts.size === 0) return text;
	const read = letters(text.slice(0, maxLength));
	const hidden = new Uint8Array(read.text.length);
	for (const [length, known] of parts) {
		for (let at = 0; at + length <= read.text.length; at++)
			if (known.has(read.text.slice(at, at + length))) hidden.fill(1, at, at + length);
	}
	let shown = "";
	let from = 0;
	for (let at = hidden.indexOf(1); at !== -1; ) {
		const next = hidden.indexOf(0, at);
		const end = next === -1 ? hidden.length : next;
		shown += `${text.slice(from, read.starts[at])}********`;
		from = read.ends[end - 1] ?? from;
		at = hidden.indexOf(1, end);
	}
	return shown + text.slice(from, maxLength);
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

/** A character, escaped or not; or what is left out: escaped line ends and tags. */
const units =
	/%([\da-f]{2})|\\u([\da-f]{4})|\\x([\da-f]{2})|&#x([\da-f]{1,6});|&#(\d{1,7});|\\[bfnrt]|<[^<>]{0,200}>|[a-z\d]/gi;

/** The letters and digits of a text without escapes, and where each begins and ends in the text. */
function letters(text: string): {
	readonly text: string;
	readonly starts: readonly number[];
	readonly ends: readonly number[];
} {
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
