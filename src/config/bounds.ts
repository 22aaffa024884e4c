/** What a number of a setting may be, and how that is told: `it must be …`. */
export type Bounds = { readonly least: number; readonly most?: number; readonly words: string };

/** The bounds of every setting that is a number: what files, flags and the settings screen are held to. */
export const bounds = {
	intervalMinutes: { least: 5, most: 1440, words: "between 5 minutes and 24 hours" },
	requestsPerSecond: { least: 0, words: "more than 0 requests a second, or off" },
	concurrency: { least: 1, most: 100, words: "between 1 and 100 requests" },
	guardCount: { least: 0, words: "a whole number of users, 0 or more" },
	guardPercent: { least: 0, most: 100, words: "between 0 and 100 percent" },
	driftEvery: { least: 0, most: 500, words: "between 0 (never by itself) and 500 cycles" },
	keepDays: { least: 0, most: 3650, words: "between 0 (for ever) and 3650 days" },
} as const satisfies Readonly<Record<string, Bounds>>;
