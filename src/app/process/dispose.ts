/** Opens something that keeps its resources; a failure releases those that it had already opened. */
export async function withResources<Opened>(
	open: (resources: AsyncDisposableStack) => Promise<Opened>,
): Promise<Opened> {
	const resources = new AsyncDisposableStack();
	try {
		return await open(resources);
	} catch (error) {
		await dispose(resources);
		throw error;
	}
}

/** Releases everything in reverse order, even after a failure. Rejects with the first failure. */
export async function dispose(resources: AsyncDisposableStack): Promise<void> {
	try {
		await resources.disposeAsync();
	} catch (error) {
		throw firstOf(error);
	}
}

/** A `SuppressedError` says only that there were several failures. */
function firstOf(error: unknown): unknown {
	return error instanceof SuppressedError ? firstOf(error.suppressed) : error;
}
