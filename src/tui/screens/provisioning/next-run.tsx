import { Text } from "ink";
import { useNow } from "../../hooks/use-now.ts";
import { duration } from "../../text/show-time.ts";

/** Counts down to the next cycle; redraws only itself. @param at milliseconds since 1970 */
export function NextRun({ at }: { readonly at: number }) {
	const now = useNow(1000);
	const seconds = (at - now) / 1000;
	return <Text>{seconds > 0 ? `next cycle in ${duration(seconds)}` : "next cycle is due"}</Text>;
}
