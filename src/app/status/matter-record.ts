import type { OpenMatter } from "../../ports/open-matter.ts";

/** An open matter as JSON: fields are added, never changed or removed. Times are ISO 8601 in UTC. */
export type MatterRecord = Omit<OpenMatter, "since" | "nextAttempt"> & {
	readonly since: string;
	readonly nextAttempt: string | null;
};

export function matterRecord({ since, nextAttempt, ...matter }: OpenMatter): MatterRecord {
	return { ...matter, since: iso(since), nextAttempt: nextAttempt === null ? null : iso(nextAttempt) };
}

function iso(time: number): string {
	return new Date(time).toISOString();
}
