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

/** What a restart with one of these does, and what happens to the links, in one sentence. */
export function effectOf(scope: ResetScope): string {
	const { effect } = resetScopes[scope];
	return scope === "links" ? `It ${effect}.` : `It ${effect}. Links are kept.`;
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
