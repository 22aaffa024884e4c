/**
 * The same pages in the same order. The next one is requested before the present one is processed, so that the server works in the
 * meantime. At most one page waits. A failure is thrown at the place of its page.
 */
export async function* readAhead<Page>(pages: AsyncIterable<Page>): AsyncGenerator<Page, void, void> {
	const iterator = pages[Symbol.asyncIterator]();
	let coming = iterator.next();
	for (;;) {
		const { done, value } = await coming;
		if (done) return;
		coming = iterator.next();
		coming.catch(() => undefined); // thrown when it is awaited
		yield value;
	}
}
