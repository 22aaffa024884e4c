import { describe, expect, it } from "vitest";
import { PatternError, PatternTooSlowError } from "../../../src/expression/regex/errors.ts";
import { Regex } from "../../../src/expression/regex/regex.ts";
import { parseReplacement } from "../../../src/expression/regex/replacement.ts";

/** The first match, or null. */
function find(pattern: string, input: string): string | null {
	const match = new Regex(pattern).match(input);
	return match && input.slice(match.start, match.end);
}

function replace(pattern: string, input: string, replacement: string): string {
	const regex = new Regex(pattern);
	const substitute = parseReplacement(replacement, regex);
	let result = "";
	let copied = 0;
	for (const match of regex.matches(input)) {
		result += input.slice(copied, match.start) + substitute(match, input);
		copied = match.end;
	}
	return result + input.slice(copied);
}

describe("a .NET regular expression", () => {
	it("sees digits, words, blanks and boundaries of every script", () => {
		expect(find("^\\d+$", "٣५9")).toBe("٣५9");
		expect(find("\\w+", "!Zoë_é́١")).toBe("Zoë_é́١");
		expect(find("\\s+", "a\u3000\u0085\u2028b")).toBe("\u3000\u0085\u2028");
		expect(find("\\bé\\b", "née é")).toBe("é");
	});

	it("lets a point match everything but a line feed, and $ match before a last one", () => {
		expect(find(".+", "a\r\u2028b\nc")).toBe("a\r\u2028b");
		expect(find("a$", "a\n")).toBe("a");
		expect(find("a\\z", "a\n")).toBeNull();
		expect(find("a\\Z", "a\n")).toBe("a");
		expect(find("a$", "a\nb")).toBeNull();
		expect(find("(?m)a$", "a\nb")).toBe("a");
		expect(find("(?s).+", "a\nb")).toBe("a\nb");
	});

	it("names groups in both spellings and numbers them after the unnamed ones", () => {
		const regex = new Regex("(?<first>a)(b)(?'second'c)(?<9>d)(e)");
		expect(regex.groups.numbers).toEqual([0, 1, 2, 3, 4, 9]);
		expect(["first", "second", "9", "2", "5"].map((name) => regex.groupNumber(name))).toEqual([
			3,
			4,
			9,
			2,
			undefined,
		]);
	});

	it("takes inline options for the rest of a group, for a group, and takes them back", () => {
		expect(find("(?i)straße", "STRAßE")).toBe("STRAßE");
		expect(find("a(?i)b(?-i)c", "aBc")).toBe("aBc");
		expect(find("a(?i:b)c", "aBC")).toBeNull();
		expect(find("(?:(?i)a)b", "AB")).toBeNull();
		expect(find("(?x) a b # comment\n c", "abc")).toBe("abc");
		expect(new Regex("(?n)(a)(?<x>b)").groups.numbers).toEqual([0, 1]);
		expect(find("a(?#comment)b", "ab")).toBe("ab");
	});

	it("looks ahead and behind, at any length", () => {
		expect(find("(?<=\\d+x*)y", "12xxy")).toBe("y");
		expect(find("(?<!a)b", "abcb")).toBe("b");
		expect(find("\\w+(?=@)", "me@there")).toBe("me");
		expect(find("^(?!.*admin).*$", "my admin")).toBeNull();
		expect(replace("(?<=(a+)(b?))c", "aabc", "<$1$2>")).toBe("aab<aab>");
	});

	it("refers back to groups, by name and number", () => {
		expect(find("(?<c>.)\\k<c>", "abccd")).toBe("cc");
		expect(find("(.)\\1", "abb")).toBe("bb");
		expect(find("(?i)(a)\\1", "aA")).toBe("aA");
		expect(find("(a)|\\1b", "b")).toBeNull();
		expect(find("\\101", "A")).toBe("A");
	});

	it("supports atomic and conditional groups, lazy and counted repetition", () => {
		expect(find("(?>a+)ab", "aaab")).toBeNull();
		expect(find("^(<)?a(?(1)>|!)", "<a>")).toBe("<a>");
		expect(find("^(<)?a(?(1)>|!)", "a!")).toBe("a!");
		expect(find("(?(?=\\d)\\d{2}|[a-z]+)", "abc")).toBe("abc");
		expect(find("a{2,3}?", "aaaa")).toBe("aa");
		expect(find("a{2,}", "aaaa")).toBe("aaaa");
		expect(find("a{,2}", "a{,2}")).toBe("a{,2}");
		expect(find("(a*)*b", "aab")).toBe("aab");
		expect(find("(?:a|b??)*c", "abac")).toBe("abac");
	});

	it("reads sets with ranges, classes, categories, blocks and subtraction", () => {
		expect(find("[a-z-[aeiou]]+", "aeiobcd")).toBe("bcd");
		expect(find("[^\\w\\s]+", "ab !?c")).toBe("!?");
		expect(find("[]a]+", "x]a")).toBe("]a");
		expect(find("[\\p{Lu}\\d-]+", "aB-1c")).toBe("B-1");
		expect(find("\\P{L}+", "a12b")).toBe("12");
		expect(find("\\p{IsGreek}+", "abγδ")).toBe("γδ");
		expect(find("(?i)[A-C]+", "xabc")).toBe("abc");
		expect(find("(?i)[^a]", "Ab")).toBe("b");
	});

	it("replaces as .NET does", () => {
		expect(replace("(?<a>x)(y)", "xy", `$1\${a}$$$2`)).toBe("yx$x");
		expect(replace("(a)", "a", `$10 \${nobody} $9`)).toBe(`$10 \${nobody} $9`);
		expect(replace("b", "abc", "[$`|$&|$'|$_]")).toBe("a[a|b|c|abc]c");
		expect(replace("[a-z]*", "ab1", "X")).toBe("XX1X");
	});

	it.each([
		["a(b", "no closing parenthesis", 1],
		["a)", "closes nothing", 1],
		["[a", "no closing bracket", 0],
		["*a", "nothing to repeat", 0],
		["a++", "cannot be repeated", 2],
		["a{2,1}", "runs backwards", 1],
		["[b-a]", "runs backwards", 3],
		["[a-\\d]", "cannot end in a set", 5],
		["\\p{Greek}", 'no Unicode category or block "Greek"', 0],
		["\\2(a)", "no group 2", 0],
		["\\k<n>", 'no group "n"', 0],
		["\\q", "not an escape in .NET", 0],
		["(?<a-b>x)", "Balancing groups", 0],
		["(?<1a>x)", "cannot name a group", 0],
		["(?P<n>x)", "not a group in .NET", 0],
		["a\\", "ends in a backslash", 1],
		["(?:a{1,1000}){1,1000}", "too large", null],
	])("is refused when it is %s", (pattern, message, offset) => {
		const make = () => new Regex(pattern);
		expect(make).toThrow(PatternError);
		expect(make).toThrow(message);
		expect(make).toThrow(expect.objectContaining({ offset }));
	});
});

describe("a catastrophic pattern", () => {
	const text = `${"a".repeat(5000)}!`;

	it.each(["(a+)+$", "^(\\w+\\s?)*$", "^(a|a)*$", "(.*)(.*)(.*)(.*)x", "(?:a?){30}a{30}$", "(?=a)(a*)*$"])(
		"%s is linear in the text",
		(pattern) => {
			expect(find(pattern, text)).toBeNull();
		},
	);

	it.each(["(a|a)*\\1$", "(?=(a+)+$)b", "(?>(?:a+)+$)b", "(?<=!(a+)+)b"])(
		"%s ends in an error",
		(pattern) => {
			expect(() => find(pattern, `${"a".repeat(60)}b!`)).toThrow(PatternTooSlowError);
		},
	);
});
