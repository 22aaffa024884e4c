import { isObject, type Json } from "../../../src/simulator/loopback/json.ts";

/**
 * Where an answer lacks what an example shows, or has another type there: paths such as `status.code`. A null on either side fits
 * any type. Of a list, each element of the answer is compared with the example's first.
 */
export function differences(answer: Json | undefined, example: Json, path = ""): readonly string[] {
	if (answer === null || example === null) return [];
	if (Array.isArray(example)) {
		if (!Array.isArray(answer)) return [path];
		const [first] = example;
		return first === undefined ? [] : answer.flatMap((one, at) => differences(one, first, `${path}[${at}]`));
	}
	if (isObject(example)) {
		if (!isObject(answer)) return [path];
		return Object.entries(example).flatMap(([name, value]) => {
			const inner = path === "" ? name : `${path}.${name}`;
			return name in answer ? differences(answer[name], value, inner) : [inner];
		});
	}
	return typeof answer === typeof example ? [] : [path];
}
