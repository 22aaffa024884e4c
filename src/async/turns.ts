/** Work that is done one after the other, in the order in which it is given. */
export class Turns {
	#last: Promise<unknown> = Promise.resolve();

	/** Does the work when all work before it has ended. A failure reaches its own caller only: what follows is still done. */
	take<Result>(work: () => Promise<Result>): Promise<Result> {
		const result = this.#last.then(work);
		this.#last = result.catch(() => undefined);
		return result;
	}

	/** Resolves when all work given so far has ended. */
	async settled(): Promise<void> {
		await this.#last;
	}
}
