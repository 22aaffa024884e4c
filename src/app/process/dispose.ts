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
