/** A value that is loaded when it is first needed and cached until it is invalidated. */
export type CachedValue<Value> = {
	/** Loads the value unless it is cached. Concurrent callers share one load. A failure is not cached: the next call tries again. */
	readonly get: () => Promise<Value>;
	/** The cached value or the load in progress, if any. */
	readonly peek: () => Promise<Value> | undefined;
	/** Drops the cached value: the next `get` loads again. */
	readonly invalidate: () => void;
};

/** Caches what `load` resolves to. */
export function createCachedValue<Value>(load: () => Promise<Value>): CachedValue<Value> {
	let cached: Promise<Value> | undefined;
	return {
		get: () => {
			if (cached !== undefined) return cached;
			const loading = load();
			cached = loading;
			loading.catch(() => {
				if (cached === loading) cached = undefined;
			});
			return loading;
		},
		peek: () => cached,
		invalidate: () => {
			cached = undefined;
		},
	};
}
