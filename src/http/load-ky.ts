type Ky = typeof import("ky");

let loading: Promise<Ky> | undefined;

/**
 * ky, loaded when it is first needed: while it loads it creates a `Request`, for which Node loads all of its fetch, and the
 * console would wait for that before its first screen.
 */
export function loadKy(): Promise<Ky> {
	loading ??= import("ky").catch((error: unknown) => {
		loading = undefined;
		throw error;
	});
	return loading;
}

/** Loads ky without waiting for it: an update of this program can replace its files while a cycle runs. */
export function prepareKy(): void {
	// Whoever needs ky gets the error.
	if (loading === undefined) loadKy().catch(() => undefined);
}
