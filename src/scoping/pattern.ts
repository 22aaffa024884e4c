import type { ScopeError } from "./errors.ts";

type Fail = (code: ScopeError["code"], problem: string, cause?: unknown) => never;

/** Whether a value matches a regular expression anywhere, as .NET's `Regex.IsMatch`; case-sensitive. */
export function compilePattern(pattern: string, fail: Fail): (value: string | number | boolean) => boolean {
	try {
		const expression = new RegExp(pattern.replaceAll("\\@", "@"), "u");
		return (value) => expression.test(String(value));
	} catch (error) {
		return fail("invalid-pattern", `"${pattern}" is not a regular expression`, error);
	}
}
