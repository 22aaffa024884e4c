/** The part of the store for findings of drift. */
export interface FindingStore {
	/** Drift that was reported but not repaired: its hash by the source user's id. */
	findings(): Promise<ReadonlyMap<string, string>>;
	setFindings(findings: ReadonlyMap<string, string>): Promise<void>;
}
