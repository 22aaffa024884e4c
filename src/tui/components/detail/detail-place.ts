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

/** Columns of a list beside its details: as much as on a narrow terminal, so that a wider one never shows less. */
const narrowList = 80;

/** The columns in which details are readable, and those in which each of them is whole: more than these are the list's. */
const readable = 38;
const roomy = 60;

/**
 * Columns of a list and of the details beside it, with two between them. The details get every column until they are readable, then each gets
 * half, then the list gets all: neither is narrower on a wider terminal.
 */
export function shareBeside(width: number): { readonly list: number; readonly details: number } {
	const halves = Math.floor((width - narrowList - 2 - readable) / 2);
	const list = Math.max(narrowList, narrowList + halves, width - 2 - roomy);
	return { list, details: width - 2 - list };
}
