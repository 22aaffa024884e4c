/**
 * Loaded before the program (`node --import`): its clock stands still, so that two runs draw the same pictures. Timers and
 * `performance.now()` still run.
 */
const at = Date.parse("2026-03-02T09:30:00Z");

const RealDate = Date;

globalThis.Date = new Proxy(RealDate, {
	apply: () => new RealDate(at).toString(),
	construct: (target, given, made) => Reflect.construct(target, given.length === 0 ? [at] : given, made),
	get: (target, property, receiver) =>
		property === "now" ? () => at : Reflect.get(target, property, receiver),
});
