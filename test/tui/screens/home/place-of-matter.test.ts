import { describe, expect, it } from "vitest";
import type { OpenMatter } from "../../../../src/ports/open-matter.ts";
import type { HomeMatter } from "../../../../src/tui/screens/home/home-matter.ts";
import { placeOfMatter } from "../../../../src/tui/screens/home/place-of-matter.ts";

const common = {
	since: 0,
	attempts: null,
	nextAttempt: null,
	reason: "",
	recommendedAction: "",
	remedy: { type: "none" },
} as const;
const user = { id: "ada", displayName: "Ada Byron", userName: "ada@example.com" };
const code = "SchemaAttributeValidationFailed";

describe("where a row of Home happened", () => {
	it.each<[HomeMatter["kind"], OpenMatter | HomeMatter, object]>([
		[
			"userFails",
			{ ...common, kind: "userFails", code, user },
			{ type: "newestEntry", of: { sourceId: "ada", statuses: ["failure"] } },
		],
		[
			"changeNotApplied",
			{ ...common, kind: "changeNotApplied", code: "AcceptedButNotApplied", user },
			{ type: "newestEntry", of: { sourceId: "ada", statuses: ["warning"] } },
		],
		[
			"missingRole",
			{ ...common, kind: "missingRole", role: "Analyst", users: ["bob", "ada"] },
			{ type: "newestEntry", of: { sourceId: "bob", statuses: ["failure"] } },
		],
		[
			"cycleFailed",
			{
				...common,
				kind: "cycleFailed",
				code,
				cycleId: "7",
			},
			{ type: "cycle", id: "7" },
		],
		["cycleFailed", { ...common, kind: "cycleFailed", code, cycleId: null }, { type: "cycle", id: null }],
		["paused", { ...common, kind: "paused", cycleId: "8" }, { type: "cycle", id: "8" }],
		["quarantine", { ...common, kind: "quarantine", code, switchedOff: false }, { type: "lastCycle" }],
		["drift", { ...common, kind: "drift", count: 2 }, { type: "screen", screen: "accounts" }],
		[
			"expires",
			{ ...common, kind: "expires", name: "client secret", expiresAt: 0 },
			{ type: "screen", screen: "credentials" },
		],
	])("finds it for %s", (_, matter, place) => {
		expect(placeOfMatter(matter)).toMatchObject(place);
	});

	it("names the user of whom the log has no entry any more", () => {
		expect(placeOfMatter({ ...common, kind: "userFails", code, user })).toMatchObject({
			missing: "The log no longer has an entry for Ada Byron.",
		});
	});
});
