/** Where the details of a list's current row are shown. */
export type DetailPlace = "beside" | "below" | "over";

/** From this width, the details are beside the list. */
const wide = 110;

/** From this height, the details are below the list on a narrow terminal. */
const tall = 30;

/**
 * The one decision for all lists. `height`: lines of list and details together.
 *
 * @param always whether a short narrow terminal also has them below the list
 */
export function detailPlace(
	{ width, height }: { readonly width: number; readonly height: number },
	always = false,
): DetailPlace {
	if (width >= wide) return "beside";
	return height >= tall || always ? "below" : "over";
}
