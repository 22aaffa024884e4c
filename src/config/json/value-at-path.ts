import { isObject } from "../../text/is-object.ts";

type Json = Readonly<Record<string, unknown>>;

/** The value at a path such as `log.keepDays`; undefined when there is none. */
export function valueAt(object: unknown, path: string): unknown {
	return path
		.split(".")
		.reduce((found: unknown, name) => (isObject(found) ? found[name] : undefined), object);
}

/** A copy with a new value at a path. Undefined removes it. */
export function withValueAt(object: unknown, path: string, value: unknown): Json {
	const [name = "", ...below] = path.split(".");
	const { [name]: before, ...others } = isObject(object) ? object : {};
	const after = below.length === 0 ? value : withValueAt(before, below.join("."), value);
	return after === undefined ? others : { ...others, [name]: after };
}
