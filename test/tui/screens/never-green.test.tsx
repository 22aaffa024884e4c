import { describe, expect, it } from "vitest";
import type { CycleSummary } from "../../../src/ports/event.ts";
import type { CycleCounts } from "../../../src/ports/store/cycle.ts";
import type { ScreenId } from "../../../src/tui/context/shell-context.ts";
import { paint } from "../../../src/tui/theme/theme.ts";
import { at, counts } from "../fake-data.ts";
import { createFakeSession, summary } from "../fake-session.ts";
import { drawConsole } from "../render-console.tsx";

/** A session whose last cycle completed, but not for all users. */
function session(change: Partial<CycleCounts>) {
	const cycle = {
		...{ id: "C1", kind: "initial" as const, startedAt: at - 60_000, endedAt: at, error: null },
		...{ outcome: "completed" as const, counts: counts({ created: 4, ...change }) },
	};
	return createFakeSession({
		status: {
			lastCycle: summary({ cycleId: "C1", kind: "initial", created: 4, ...change }),
			recentCycles: [cycle],
		},
	});
}

const screens: readonly ScreenId[] = ["home", "provisioning", "plan", "people", "accounts", "deactivated"];

/** What only a cycle without failures may show: a check mark beside its outcome. */
const good = /✓ (?:completed|Cycle)|(?:initial|incremental) ✓|Cycle completed[^!]*$|\d\d:\d\d ✓ \d/u;

describe("a cycle that ended with failures, or held something back", () => {
	it.each([
		["failures", { failed: 2 }],
		["changes that were not applied", { notApplied: 2 }],
		["changes that are held back", { staged: 2 }],
	])("is never shown as good: %s", async (_, change) => {
		for (const begin of screens)
			for (const size of [
				{ columns: 80, rows: 24 },
				{ columns: 200, rows: 50 },
			]) {
				const app = await drawConsole(session(change), { begin, ...size });
				await app.see("all keys");
				for (const line of app.lines()) expect(line, begin).not.toMatch(good);
				app.unmount();
			}
	});

	it("is a warning in the cycles of Home and in the message after it", async () => {
		const fake = session({ failed: 2 });
		const app = await drawConsole(fake, { begin: "home" });
		await app.see("initial ! 2 failed");
		await app.press("tab");
		await app.see(/❯ .*! 2 failed/u);
		await app.press("enter");
		await app.see("Cycle · 2 failed");
		await app.see(/Outcome +! 2 failed/u);
		expect(paint("bad")).not.toEqual(paint("good"));
	});

	it.each<[string, Partial<CycleSummary>, string]>([
		["did all", { created: 2 }, "✓ Cycle completed: 2 created."],
		[
			"held something back",
			{ created: 2, staged: 33 },
			"‖ Cycle completed: 2 created · 33 held back. Press d to see what is held back, A to allow it one time.",
		],
		[
			"failed for users",
			{ failed: 1, stillFailing: 1 },
			"! Cycle completed: 1 failed. Home lists what needs you.",
		],
		["was stopped", { outcome: "interrupted" }, "– Cycle interrupted: nothing changed. Press p to continue."],
		[
			"failed as a whole",
			{ outcome: "failed", error: "There is no file users.csv." },
			"✗ Cycle failed: There is no file users.csv. Home lists what needs you.",
		],
	])("has the same mark in the message after one that %s", async (_, ending, message) => {
		const app = await drawConsole(createFakeSession({ ending }), { columns: 130 });
		await app.press("p");
		await app.see("Run a cycle now?");
		await app.press("enter");
		await app.see(message);
	});
});
