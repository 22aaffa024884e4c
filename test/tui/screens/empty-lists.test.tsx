import { describe, expect, it } from "vitest";
import type { OpenMatter } from "../../../src/ports/open-matter.ts";
import type { ScreenId } from "../../../src/tui/context/shell-context.ts";
import type { CommandInfo } from "../../../src/tui/keys/command.ts";
import { keysOf } from "../../../src/tui/keys/key-table.ts";
import { screens } from "../../../src/tui/screens/index.ts";
import { account, at, discovered, driftReport, entry, planReport } from "../fake-data.ts";
import { createFakeSession, type FakeSession } from "../fake-session.ts";
import { drawConsole } from "../render-console.tsx";

const some = () =>
	createFakeSession({
		accounts: [account("1", "ada@example.com")],
		entries: [entry(1)],
		discovered: [discovered(1)],
		report: driftReport([]),
		status: { openMatters: [matter] },
	});

const matter: OpenMatter = {
	kind: "userFails",
	code: "RoleNotFound",
	user: { id: "P1", displayName: "Ben Otieno", userName: "user1@example.com" },
	since: at,
	attempts: 3,
	nextAttempt: null,
	reason: "Sumo Logic has no role Pilot.",
	recommendedAction: "Create the role.",
	remedy: { type: "none" },
};

const nothing = () =>
	createFakeSession({
		people: [],
		entries: [],
		accounts: [],
		discovered: [],
		report: driftReport([]),
		plan: planReport({ actions: [] }),
	});

/** Screens whose rows can all be missing, and what each then shows. */
const empty: readonly (readonly [ScreenId, RegExp])[] = [
	["home", /No failing users/u],
	["people", /No users/u],
	["on-demand", /No users/u],
	["plan", /nothing to do|No users|Nothing/u],
	["provisioning", /No log entries yet/u],
	["accounts", /No (?:.*)account/u],
	["deactivated", /No (?:.*)account/u],
];

const moves = new Set(["up", "down", "left", "right", "first", "last"]);

/** Whether a command belongs to the list itself, not to a dialog over it or to a state that this one is not in. */
function isOfList({ means, repeats, where }: CommandInfo & { readonly repeats?: true }): boolean {
	// A refresh of nothing shows nothing.
	if (repeats || means === "refresh" || (means !== undefined && moves.has(means))) return false;
	return where === undefined || /^in (?:the )?lists?\b/u.test(where);
}

/** The keys of the screen that neither act nor say why they cannot. */
async function silentKeys(fake: () => FakeSession, begin: ScreenId, shown: RegExp, filter: string) {
	const commands = screens.find(({ id }) => id === begin)?.commands.filter(isOfList) ?? [];
	const keys = [...new Set(commands.flatMap((command) => keysOf(command).slice(0, 1)))];
	expect(keys).toContain("enter");
	const silent: string[] = [];
	for (const key of keys) {
		const app = await drawConsole(fake(), { begin });
		await app.see(shown);
		if (filter !== "") {
			await app.press("/");
			await app.type(filter);
			await app.press("enter");
			await app.see(`0 of`);
		}
		const before = app.frame();
		await app.press(...key.split(" "));
		if (app.frame() === before) silent.push(key);
		app.unmount();
	}
	return silent;
}

describe.each(empty)("keys on %s without rows", (begin, shown) => {
	it("act or say why they cannot", async () => {
		expect(await silentKeys(nothing, begin, shown, "")).toEqual([]);
	});

	it("act or say why they cannot where a filter matches no row", async () => {
		expect(await silentKeys(some, begin, /❯ /u, "zzzz")).toEqual([]);
	});
});
