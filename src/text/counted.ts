import { thousands } from "./thousands.ts";

/** `1 user`, `2 users`, `20,000 entries`. */
export function counted(count: number, one: string, many = `${one}s`): string {
	return `${thousands(count)} ${count === 1 ? one : many}`;
}
