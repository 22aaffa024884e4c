/** The kind of cycle to run. `auto`: initial after a change of mappings or scope, otherwise incremental. */
export type CycleOptions = {
	readonly kind?: "auto" | "initial";
	/** Source ids of users whom this cycle leaves out. The next cycle reads them again. */
	readonly excluded?: readonly string[];
	readonly signal?: AbortSignal;
};
