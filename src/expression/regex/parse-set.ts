import { escapedSet, escapedUnit, type Scanner } from "./escapes.ts";
import { type SetPart, type UnitSet, unitSet } from "./unit-set.ts";

/** Reads a set after its opening bracket, including subtraction (`[a-z-[aeiou]]`). */
export function parseSet(scanner: Scanner, ignoreCase: boolean, depth = 0): UnitSet {
	const opened = scanner.at - 1;
	if (depth > 50) throw scanner.error("Sets nest too deeply");
	const negated = scanner.take("^");
	const parts: SetPart[] = [];
	let without: UnitSet | undefined;
	let rangeStart: number | undefined;
	const subtract = () => {
		without = parseSet(scanner, ignoreCase, depth + 1);
		if (!scanner.isAtEnd && scanner.peek() !== "]") throw scanner.error("A subtracted set must be last");
	};
	for (let isFirst = true; !scanner.isAtEnd; isFirst = false) {
		let unit = scanner.pattern.charCodeAt(scanner.at++);
		const character = String.fromCharCode(unit);
		let isEscaped = false;
		if (character === "]" && !isFirst) {
			return unitSet(parts, { negated, ignoreCase, ...(without ? { without } : {}) });
		}
		if (character === "\\" && !scanner.isAtEnd) {
			const set = escapedSet(scanner, ignoreCase);
			if (set) {
				if (rangeStart !== undefined) throw scanner.error("A range cannot end in a set such as \\d");
				parts.push(set);
				continue;
			}
			if (rangeStart === undefined && scanner.take("-")) {
				parts.push([45, 45]);
				continue;
			}
			unit = escapedUnit(scanner);
			isEscaped = true;
		}
		if (rangeStart !== undefined) {
			const from = rangeStart;
			rangeStart = undefined;
			if (character === "[" && !isEscaped && !isFirst) {
				parts.push([from, from]);
				subtract();
			} else {
				if (from > unit) throw scanner.error("The range runs backwards", scanner.at - 1);
				parts.push([from, unit]);
			}
		} else if (scanner.peek() === "-" && scanner.peek(1) !== "]" && scanner.peek(1) !== "") {
			rangeStart = unit;
			scanner.at++;
		} else if (character === "-" && !isEscaped && scanner.peek() === "[" && !isFirst) {
			scanner.at++;
			subtract();
		} else parts.push([unit, unit]);
	}
	throw scanner.error("The set that starts here has no closing bracket", opened);
}
