/**
 * The first of the `page` rows to show, so that the cursor is among them. The window stays where it is as long as it can; when the
 * cursor leaves it, it moves by half a page, so that going on line by line repaints only now and then.
 */
export function windowTop(top: number, cursor: number, page: number, count: number): number {
	const last = Math.max(0, count - page);
	const half = Math.max(1, Math.floor(page / 2));
	let next = Math.min(Math.max(0, top), last);
	if (cursor < next) next = cursor - page + half + 1;
	else if (cursor >= next + page) next = cursor - page + half;
	return Math.min(Math.max(0, Math.min(next, cursor)), last);
}
