import type { SourcePlace } from "../../ports/source/directory.ts";
import type { SourceProblem } from "../../ports/source/source-problem.ts";

/** The user by its number in the file, from 0, and one of its attributes. */
export type FindingPlace = { readonly user: number; readonly attribute: string | null };

/** A problem whose line and column are not worked out yet: most files have none. */
export type Finding = Omit<SourceProblem, "line" | "column"> & { readonly at: FindingPlace | null };

export function withPlaces(
	findings: readonly Finding[],
	placeOf: (at: FindingPlace) => SourcePlace | null,
): readonly SourceProblem[] {
	return findings.map(({ at, ...problem }) => ({ ...problem, ...lineAndColumn(at && placeOf(at)) }));
}

/** A place as a problem states it: both are null where the place is not known. */
export function lineAndColumn(place: SourcePlace | null): Pick<SourceProblem, "line" | "column"> {
	return { line: place?.line ?? null, column: place?.column ?? null };
}
