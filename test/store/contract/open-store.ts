import type { Store } from "../../../src/ports/store/store.ts";

/**
 * Opens an empty store. `clock`: the database's clock, in milliseconds since 1970; the database's own by default.
 * Whoever implements it closes the store when the test has finished.
 */
export type OpenStore = (options?: { readonly clock?: () => number }) => Promise<Store>;
