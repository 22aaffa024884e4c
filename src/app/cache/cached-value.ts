/** A value that is loaded when it is first needed and cached until it is invalidated. */
export class CachedValue<Value> {
	readonly #load: () => Promise<Value>;
	#cached: Promise<Value> | undefined;

	constructor(load: () => Promise<Value>) {
		this.#load = load;
	}

	/** Loads the value unless it is cached. Concurrent callers share one load. A failure is not cached: the next call tries again. */
	readonly get = (): Promise<Value> => {
		if (this.#cached !== undefined) return this.#cached;
		const loading = this.#load();
		this.#cached = loading;
		loading.catch(() => {
			if (this.#cached === loading) this.#cached = undefined;
		});
		return loading;
	};

	/** The cached value or the load in progress, if any. */
	readonly peek = (): Promise<Value> | undefined => this.#cached;

	/** Drops the cached value: the next `get` loads again. */
	readonly invalidate = (): void => {
		this.#cached = undefined;
	};
}
