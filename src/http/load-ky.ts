type Ky = typeof import("ky");

let loading: Promise<Ky> | undefined;

/**
 * ky, loaded with the first request: while it loads it creates a `Request`, for which Node loads all of its fetch, and the
 * console would wait for that before its first screen.
 */
export function loadKy(): Promise<Ky> {
	loading ??= import("ky");
	return loading;
}
