import type { DOMElement } from "ink";
import type { RefObject } from "react";
import { useClick } from "../../keys/use-click.ts";
import { widthOf } from "../../text/fit-text.ts";

/**
 * A click on the name of a view in a line such as `58 users   view: [all] assigned` shows it. Returns the ref of the line's box.
 *
 * @param before the text of the line before the first name
 * @param views the names that the line shows, the current one in brackets
 */
export function useViewClick<View extends string>(
	{ before, views, view }: { readonly before: string; readonly views: readonly View[]; readonly view: View },
	onView: (view: View) => void,
): RefObject<DOMElement | null> {
	return useClick((x) => {
		let end = widthOf(before);
		for (const name of views) {
			const start = end;
			end += widthOf(name === view ? ` [${name}]` : ` ${name}`);
			if (x > start && x < end) onView(name);
		}
		return undefined;
	});
}
