/**
 * The index of the first visible row, with the cursor in view. The window does not move while the cursor is inside; when the
 * cursor leaves it, it moves by half a page, so that moving line by line rarely repaints the list.
 */
export function windowTop(top: number, cursor: number, page: number, count: number): number {
	const last = Math.max(0, count - page);
	const half = Math.max(1, Math.floor(page / 2));
	let next = Math.min(Math.max(0, top), last);
	if (cursor < next) next = cursor - page + half + 1;
	else if (cursor >= next + page) next = cursor - page + half;
	return Math.min(Math.max(0, Math.min(next, cursor)), last);
}
