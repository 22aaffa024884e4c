import crypto from "node:crypto";

/**
 * Loaded before the program (`node --import`): its clock stands still, and random numbers and identifiers follow from a seed, so that two runs
 * draw the same pictures. Timers and `performance.now()` still run.
 */
const at = Date.parse("2026-03-02T09:30:00Z");

const RealDate = Date;

globalThis.Date = new Proxy(RealDate, {
	apply: () => new RealDate(at).toString(),
	construct: (target, given, made) => Reflect.construct(target, given.length === 0 ? [at] : given, made),
	get: (target, property, receiver) =>
		property === "now" ? () => at : Reflect.get(target, property, receiver),
});

let state = 1;

/** From 0 to 1, without 1: a linear congruential generator, with the numbers of Numerical Recipes. */
function next(): number {
	state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
	return state / 2 ** 32;
}

function digits(count: number): string {
	return Array.from({ length: count }, () => Math.floor(16 * next()).toString(16)).join("");
}

Math.random = next;
Object.assign(crypto, {
	randomInt: (first: number, second?: number) =>
		second === undefined ? Math.floor(first * next()) : first + Math.floor((second - first) * next()),
	randomUUID: () => `${digits(8)}-${digits(4)}-4${digits(3)}-a${digits(3)}-${digits(12)}`,
});
