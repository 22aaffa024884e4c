/**
 * What a restart of Entra's job resets, by the name for `--scope`.
 *
 * @see https://learn.microsoft.com/graph/api/resources/synchronization-synchronizationjobrestartcriteria
 */
export const resetScopes = {
	watermark: { flag: "Watermark", effect: "reads all users again", isRisky: false },
	escrows: {
		flag: "Escrows",
		effect:
			"forgets failures, so that failed users are not retried until they change or all users are read again",
		isRisky: false,
	},
	quarantine: { flag: "QuarantineState", effect: "ends the quarantine for now", isRisky: false },
	links: {
		flag: "ConnectorDataStore",
		effect: "removes all links, so that users are matched again, and renamed users may get a second account",
		isRisky: true,
	},
	deletions: {
		flag: "ForceDeletes",
		effect: "carries out the deletions that the threshold held back",
		isRisky: true,
	},
} as const;

/** What a restart that resets all of these does, one part each. Failed users are among those that are read again. */
export function effectsOf(scopes: readonly ResetScope[]): readonly string[] {
	const readsAll = scopes.includes("watermark");
	return scopes.map((scope) =>
		scope === "escrows" && readsAll
			? "forgets failures, so that failed users are retried now"
			: resetScopes[scope].effect,
	);
}

/** The same, and what happens to the links, in one sentence each. */
export function effectSentences(scopes: readonly ResetScope[]): readonly string[] {
	return effectsOf(scopes).map((effect, at) =>
		scopes[at] === "links" ? `It ${effect}.` : `It ${effect}. Links are kept.`,
	);
}

/** @see https://learn.microsoft.com/graph/api/synchronization-synchronizationjob-restart */
export type ResetScope = keyof typeof resetScopes;

export const resetScopeNames = [
	"watermark",
	"escrows",
	"quarantine",
	"links",
	"deletions",
] as const satisfies readonly ResetScope[];

/** What the portal's Restart resets. Links stay. */
export const defaultResetScopes = [
	"watermark",
	"escrows",
	"quarantine",
] as const satisfies readonly ResetScope[];

/** The scopes in Graph's form: `Watermark, Escrows`. */
export function writeResetScopes(scopes: readonly ResetScope[]): string {
	return scopes.map((scope) => resetScopes[scope].flag).join(", ");
}
