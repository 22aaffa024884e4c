/**
 * What must be released in the end, the last one first. JavaScript's own `AsyncDisposableStack` does the same, but Node has it only
 * from version 24 on.
 */
export class Resources {
	readonly #releases: (() => void | Promise<void>)[] = [];

	/** Remembers how to release something that was just opened. */
	defer(release: () => void | Promise<void>): void {
		this.#releases.push(release);
	}

	/** Releases everything once, even after a failure. Rejects with the first failure. */
	async release(): Promise<void> {
		const failures: unknown[] = [];
		for (let next = this.#releases.pop(); next !== undefined; next = this.#releases.pop()) {
			try {
				await next();
			} catch (error) {
				failures.push(error);
			}
		}
		if (failures.length > 0) throw failures[0];
	}
}

/** Opens something that keeps its resources; a failure releases those that it had already opened. */
export async function withResources<Opened>(
	open: (resources: Resources) => Promise<Opened>,
): Promise<Opened> {
	const resources = new Resources();
	try {
		return await open(resources);
	} catch (error) {
		await resources.release();
		throw error;
	}
}
