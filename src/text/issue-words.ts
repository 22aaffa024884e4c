/** Types as an operator writes them in YAML. */
const types: Readonly<Record<string, string>> = {
	string: "a string",
	number: "a number",
	int: "a whole number",
	boolean: "true or false",
	object: "a map of keys and values",
	record: "a map of keys and values",
	array: "a list",
	null: "nothing",
	Infinity: "a number that is too large",
};

type Rewording = readonly [RegExp, (...parts: readonly string[]) => string];

const typeNamed = (name = "") => types[name] ?? name;

/** Messages of zod, and what they are for the reader of a setup file. */
const rewordings: readonly Rewording[] = [
	[/^Invalid input: expected .+, received undefined$/, () => "is missing"],
	[/^Invalid input: expected int, received number$/, () => "must be a whole number"],
	[
		/^Invalid input: expected (\w+), received (\w+)$/,
		(expected, received) => `expected ${typeNamed(expected)}, found ${typeNamed(received)}`,
	],
	[/^Invalid input: expected (.+)$/, (expected = "") => `must be ${expected}`],
	[
		/^Invalid option: expected one of (.+)$/,
		(options = "") => `must be one of ${options.replaceAll("|", ", ").replaceAll('"', "")}`,
	],
	[
		/^Invalid discriminator value\. Expected (.+)$/,
		(options = "") => `must be one of ${options.replaceAll(" | ", ", ").replaceAll("'", "")}`,
	],
	[/^Unrecognized keys?: (.+)$/, (keys = "") => `unknown key ${keys}`],
	[/^Too small: expected \w+ to be >0$/, () => "must be greater than 0"],
	[/^Too small: expected string to have >=1 characters$/, () => "must not be empty"],
	[/^Too small: expected array to have >=1 items$/, () => "must have at least one entry"],
	[
		/^Too big: expected string to have <=(\d+) characters$/,
		(limit) => `must have at most ${limit} characters`,
	],
	[/^Too big: expected (?:int|number) to be <=?.+$/, () => "is too large"],
	[/^Invalid email address$/, () => "is not an email address"],
	[/^Invalid URL$/, () => "is not a URL"],
	[/^Invalid (?:GUID|UUID)$/, () => "is not an ID such as 00000000-0000-0000-0000-000000000000"],
	[
		/^Source contains multiple documents/,
		() => "the file holds several YAML documents (---): put everything into one",
	],
	[/^Map keys must be unique$/, () => "this key appears twice"],
	[
		/^Nested mappings are not allowed in compact mappings$/,
		() => "a second colon on this line: put the key on a line of its own, or the value in quotation marks",
	],
	[/^Tabs are not allowed as indentation$/, () => "this line is indented with a tab: use spaces"],
	[
		/^(?:Implicit keys need to be on a single line|Implicit map keys need to be followed by map values)$/,
		() => "this is not a key with its value: write key: value on one line, with a space after the colon",
	],
	[
		/^Sequence item without - indicator$/,
		() => "this line is not in the same column as the key above it, and does not begin with a dash",
	],
	[
		/^Block collections are not allowed within flow collections$/,
		() => "a dash inside [ ] or { }: separate the entries with commas",
	],
	[/^Missing closing .quote$/, () => "this value has no closing quotation mark"],
	[
		/^Unexpected scalar at node end$/,
		() => "text after the end of the value: put the value in quotation marks",
	],
	[
		/^All mapping items must start at the same column$/,
		() => "this key does not begin in the same column as the keys above it",
	],
	[
		/^Flow (map|sequence) in block collection must be sufficiently indented and end with a (.)/,
		(_kind, end = "") => `a ${end} is missing before this line, or the lines of the list are not indented`,
	],
	[
		/^Plain value cannot start with (?:block scalar indicator |reserved character )?(.)/,
		(sign = "") => `a value cannot begin with ${sign}: put it in quotation marks`,
	],
];

/** What a value may be, by the messages of alternatives none of which is of its kind. */
export function alternativeWords(messages: readonly string[]): string {
	const kinds = messages.map((message) => {
		const [, expected] = /^Invalid input: expected (.+?)(?:, received \w+)?$/.exec(message) ?? [];
		return expected === undefined ? issueWords(message).replace(/^must be /, "") : typeNamed(expected);
	});
	return `must be ${[...new Set(kinds)].join(" or ")}`;
}

/** A message about a mistake in a setup file, in words for its reader. */
export function issueWords(message: string): string {
	for (const [pattern, words] of rewordings) {
		const found = pattern.exec(message);
		if (found !== null) return words(...found.slice(1));
	}
	return message;
}
