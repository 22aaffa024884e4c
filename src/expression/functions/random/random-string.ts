import type { FunctionDescriptor } from "../../call/descriptor.ts";
import type { Run } from "../../value/run.ts";

/** The longest string that RandomString makes. */
const longestRandom = 256;

/** The kinds of characters, in the order of RandomString's parameters. Special characters are those of the Windows password policy. */
const alphabets: readonly { readonly name: string; readonly characters: string }[] = [
	{ name: "numbers", characters: "0123456789" },
	{ name: "special characters", characters: "~!@#$%^&*_-+=`|\\(){}[]:;\"'<>,.?/" },
	{ name: "capital letters", characters: "ABCDEFGHIJKLMNOPQRSTUVWXYZ" },
	{ name: "lower case letters", characters: "abcdefghijklmnopqrstuvwxyz" },
];

function pick(run: Run, characters: string): string {
	return characters[run.randomInteger(characters.length)] ?? "";
}

/** Shuffles the characters (Fisher–Yates). */
function shuffle(run: Run, characters: string[]): string {
	for (let last = characters.length - 1; last > 0; last--) {
		const other = run.randomInteger(last + 1);
		const moved = characters[last] ?? "";
		characters[last] = characters[other] ?? "";
		characters[other] = moved;
	}
	return characters.join("");
}

export const randomString: FunctionDescriptor = {
	name: "RandomString",
	family: "Random",
	parameters: [
		{ name: "length", kind: "integer", doc: "The length of the result, up to 256." },
		{ name: "minimumNumbers", kind: "integer", doc: "At least this many digits." },
		{ name: "minimumSpecialCharacters", kind: "integer", doc: "At least this many special characters." },
		{ name: "minimumCapital", kind: "integer", doc: "At least this many capital letters." },
		{ name: "minimumLowerCase", kind: "integer", doc: "At least this many lower-case letters." },
		{ name: "charactersToAvoid", kind: "text", optional: true, doc: "Characters to exclude." },
	],
	returns: "text",
	summary: "A random string, such as an initial password.",
	remarks: [
		"The rest is filled with the kinds of characters that have a minimum, or with letters and digits if none has.",
		"Wrap it in Redact to keep it out of the logs.",
	],
	examples: [
		{
			expression: "RandomString(6, 3, 0, 0, 3)",
			output: /^(?=(?:.*\d){3})(?=(?:.*[a-z]){3})[0-9a-z]{6}$/u,
		},
		{
			expression: 'RandomString(10, 2, 2, 2, 1, "?,")',
			output: /^(?=(?:.*\d){2})(?=(?:.*[A-Z]){2})(?=.*[a-z])(?=(?:.*[^0-9A-Za-z]){2})[^?,]{10}$/u,
		},
	],
	evaluate: (call) => {
		const length = call.integer(0);
		if (length < 0 || length > longestRandom) {
			throw call.errorAt(0, "InvalidArgument", `RandomString makes 0 to ${longestRandom} characters`);
		}
		const avoided = new Set(call.text(5));
		const kinds = alphabets.map(({ name, characters }, at) => ({
			name,
			minimum: Math.max(0, call.integer(at + 1, 0)),
			characters: Array.from(characters)
				.filter((character) => !avoided.has(character))
				.join(""),
		}));
		if (kinds.reduce((sum, { minimum }) => sum + minimum, 0) > length) {
			throw call.error("InvalidArgument", "The minimums of RandomString add up to more than its length");
		}
		const drawn: string[] = [];
		for (const { name, minimum, characters } of kinds) {
			if (minimum > 0 && characters === "") {
				throw call.errorAt(
					5,
					"InvalidArgument",
					`RandomString needs ${name}, and charactersToAvoid excludes all of them`,
				);
			}
			for (let count = 0; count < minimum; count++) drawn.push(pick(call.run, characters));
		}
		const asked = kinds.filter(({ minimum }) => minimum > 0);
		const filling = asked.length > 0 ? asked : kinds.filter(({ name }) => name !== "special characters");
		const characters = filling.map((kind) => kind.characters).join("");
		if (characters === "" && drawn.length < length) {
			throw call.errorAt(5, "InvalidArgument", "RandomString has no characters left to draw from");
		}
		while (drawn.length < length) drawn.push(pick(call.run, characters));
		return shuffle(call.run, drawn);
	},
};
