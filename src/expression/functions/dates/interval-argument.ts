import type { Arguments } from "../../call/arguments.ts";
import type { Parameter } from "../../call/descriptor.ts";
import { type Interval, isInterval } from "../../dates/interval.ts";

/** The first parameter of DateAdd and DateDiff. */
export const interval: Parameter = {
	name: "interval",
	kind: "interval",
	doc: "yyyy year, m month, d day, ww week, h hour, n minute, s second.",
};

/** The interval that the first argument names. */
export function intervalOf(call: Arguments): Interval {
	const name = call.text(0);
	if (isInterval(name)) return name;
	throw call.errorAt(0, "InvalidArgument", "The interval is one of yyyy, m, d, ww, h, n and s");
}
