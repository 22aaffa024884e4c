import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { LogEntry } from "../../../src/ports/log/log-entry.ts";
import { simulatorCredential } from "../../../src/simulator/entra/credential.ts";
import type { BehaviorChange } from "../../../src/simulator/sumo/behavior.ts";
import type { SumoUser } from "../../../src/simulator/sumo/organization.ts";
import type { LimitRequest } from "../../../src/simulator/sumo/rate-limit.ts";
import { startSimulators, type World } from "../../../src/simulator/world.ts";
import { openStore } from "../../../src/store/sqlite/open.ts";
import { runInProcess, skipWaits } from "../site/in-process.ts";
import { freshFolder, readRun, tokenOf } from "../site/site.ts";

/** The demo tenant with a target that behaves so, and the commands that provision it. */
async function openDemo(behavior: BehaviorChange, limit: LimitRequest) {
	const world = await startSimulators({ limit, behavior });
	onTestFinished(() => world.close());
	skipWaits();
	const { sumo, entra } = world;
	const home = freshFolder();
	const { token } = await simulatorCredential(entra).getToken();
	const secrets = { SCIM_TOKEN: tokenOf(world), GRAPH_TOKEN: token };
	const start = (command: string, ...more: readonly string[]) =>
		runInProcess([command, "--home", home, "--json", ...more], { secrets });
	const profile = [
		...["--source", "entra", "--application", entra.servicePrincipalId, "--graph-url", entra.graphUrl],
		...["--graph-token-env", "GRAPH_TOKEN", "--scim-url", sumo.scimUrl, "--token-env", "SCIM_TOKEN"],
		...["--rate", "off"],
	];
	return {
		world,
		run: async () => readRun(await start("run", ...profile)),
		/** What the runs wrote to their store, newest first. */
		log: async (): Promise<readonly LogEntry[]> => {
			const folder = join(home, "state");
			const [file = ""] = readdirSync(folder).filter((name) => name.endsWith(".sqlite"));
			const store = await openStore(join(folder, file));
			try {
				return await store.log({ order: "descending", limit: 1000 });
			} finally {
				await store.close();
			}
		},
	};
}

/** What the simulator holds for a property as the log writes it; undefined for a property that Sumo Logic does not keep. */
function held(user: SumoUser, property: string): string | undefined {
	const values: Readonly<Record<string, string>> = {
		userName: user.userName,
		'emails[type eq "work"].value': user.email,
		"name.givenName": user.givenName,
		"name.familyName": user.familyName,
		active: String(user.active),
		'roles[primary eq "True"].value': user.roles.map(({ name }) => name).join(", "),
	};
	return values[property];
}

const changing = ["Create", "Update", "Enable", "Disable"];

/** Each claim of the log that the accounts do not show, as a sentence; none when the log is true. */
function untrue(log: readonly LogEntry[], world: World, before: ReadonlyMap<string, SumoUser>): string[] {
	const accounts = new Map(world.sumo.control.users().map((user) => [user.id, user]));
	const claims = new Map<string, Map<string, string | null>>();
	const gone = new Set<string>();
	const wrong: string[] = [];
	const oldestFirst = log.toReversed();
	for (const { action, status, target, modifiedProperties } of oldestFirst) {
		if (target === null || target.id === "" || (status !== "success" && status !== "warning")) continue;
		if (action === "Delete" && status === "success") gone.add(target.id);
		if (!changing.includes(action)) continue;
		const claimed = claims.get(target.id) ?? new Map<string, string | null>();
		claims.set(target.id, claimed);
		for (const { name, new: value } of modifiedProperties) claimed.set(name, value);
	}
	for (const [id, claimed] of claims) {
		const user = accounts.get(id);
		if (gone.has(id)) continue;
		if (user === undefined) wrong.push(`${id} was written, and does not exist`);
		else
			for (const [name, value] of claimed) {
				const present = held(user, name);
				if (present !== undefined && present.toLowerCase() !== (value ?? "").toLowerCase())
					wrong.push(`${user.userName} has ${name} ${present}, and the log says ${value}`);
			}
	}
	for (const user of accounts.values()) {
		const was = before.get(user.id);
		if (was === undefined && !claims.has(user.id))
			wrong.push(`${user.userName} was created without an entry`);
		if (was !== undefined && was.version !== user.version && !claims.has(user.id))
			wrong.push(`${user.userName} was changed without an entry`);
	}
	for (const { id, userName } of before.values())
		if (!accounts.has(id) && !gone.has(id)) wrong.push(`${userName} was deleted without an entry`);
	return wrong;
}

/** A day in Entra: a new name, a new address, a disabled user, and one who is no longer assigned. */
function change({ entra, sumo }: World): void {
	const provisioned = entra.control.users().filter((user) => {
		const account = sumo.control.user(user.userPrincipalName);
		return account?.active === true && user.accountEnabled && user.mail !== null;
	});
	const [renamed, moved, disabled, unassigned] = provisioned;
	if (!renamed || !moved || !disabled || !unassigned) return; // nothing was provisioned in the first cycle
	entra.control.editUser(renamed.id, { surname: "Renamed" });
	entra.control.editUser(moved.id, { mail: `moved.${moved.mail}` });
	entra.control.editUser(disabled.id, { accountEnabled: false });
	entra.control.unassign(unassigned.id);
}

type Case = readonly [name: string, BehaviorChange, LimitRequest];

/** Behavior after which not everything can be provisioned, or only later. */
const hindering: readonly Case[] = [
	["filters that are ignored", { filter: "ignore" }, "off"],
	["addresses that do not change", { ignoredInUpdates: ["emails"] }, "off"],
	["updates that do nothing", { ignoredInUpdates: ["emails", "name", "roles", "active", "userName"] }, "off"],
	["addresses that change only in the answer", { ignoredInUpdates: ["emails"], echoesIgnored: true }, "off"],
	[
		"updates that change only the answer",
		{ ignoredInUpdates: ["emails", "name", "roles", "active", "userName"], echoesIgnored: true },
		"off",
	],
	["creations without roles", { ignoredInCreations: ["roles"] }, "off"],
	["creations that store nothing", { creation: "ignore" }, "off"],
	["creations answered with the id of another account", { creation: "answer-other" }, "off"],
	[
		"creations that show roles and addresses only in the answer",
		{ ignoredInCreations: ["roles", "emails"], echoesIgnored: true },
		"off",
	],
	["a key that may only read", { missingCapabilities: ["manageUsersAndRoles"] }, "off"],
	["a key that may do nothing", { missingCapabilities: ["viewUsersAndRoles", "manageSaml"] }, "off"],
	["a ban of an hour", { ban: { afterRequests: 12, seconds: 3600 } }, "off"],
	["reactivation without effect", { reactivation: "ignore" }, "off"],
];

/** Behavior that must make no difference. */
const harmless: readonly Case[] = [
	["as documented", {}, "off"],
	["401 in between", { unauthorizedEvery: 5 }, "off"],
	["sessions that end", { sessions: { loginsPerMinute: 1000, requests: 3 } }, "off"],
	["only the documented filter", { filter: "documented" }, "off"],
	["a filter without match is 404", { filter: "documented", noMatch: "404" }, "off"],
	["writes without a body", { writeAnswers: "empty" }, "off"],
	["writes answered with 204", { writeAnswers: "204" }, "off"],
	["errors in the classic form", { errorForm: "classic" }, "off"],
	["errors of the gateway", { errorForm: "gateway" }, "off"],
	["errors in SCIM's form", { errorForm: "scim", errorStatus: "string" }, "off"],
	["throttling as 500", { throttledAs: "500" }, { perSecond: null, concurrent: 2 }],
	["throttling as 503", { throttledAs: "503" }, { perSecond: null, concurrent: 2 }],
	[
		"lists without totals, roles as strings",
		{ omitTotal: true, roleForm: "strings", startIndexZero: true },
		"off",
	],
	["no PATCH", { patch: "501" }, "off"],
	["filters that find parts of a value", { filter: "contains" }, "off"],
	["reads that lag behind", { staleReads: 2, writeAnswers: "204" }, "off"],
	["a total of no accounts", { totalOffBy: -1000 }, "off"],
	["a total of too many accounts", { totalOffBy: 1000 }, "off"],
	["roles with only display, active as a number", { roleForm: "display", activeForm: "number" }, "off"],
	["active as text", { activeForm: "text" }, "off"],
	["a byte order mark before each answer", { byteOrderMark: true }, "off"],
];

/** The accounts without what depends on the time. */
function accountsOf({ sumo }: World): readonly string[] {
	const lines = sumo.control.users().map(({ userName, email, givenName, familyName, roles, active }) => {
		const names = roles.map(({ name }) => name).join(", ");
		return [userName, email, givenName, familyName, names, active ? "active" : "deactivated"].join("; ");
	});
	return lines.toSorted();
}

/** A cycle, changes at the source and in the target, and another cycle, with what both leave behind. */
async function twoCycles(behavior: Case[1], limit: Case[2]) {
	const { world, run, log } = await openDemo(behavior, limit);
	const before = new Map(world.sumo.control.users().map((user) => [user.id, user]));
	const first = await run();
	change(world);
	const second = await run();
	const end = { accounts: accountsOf(world), codes: [first.code, second.code] };
	return { world, before, log: await log(), end };
}

type End = Awaited<ReturnType<typeof twoCycles>>["end"];

let documented: Promise<End> | undefined;

/** What two cycles leave behind with a target that behaves as documented. */
function documentedEnd(): Promise<End> {
	documented ??= twoCycles({}, "off").then(({ end }) => end);
	return documented;
}

describe("the demo tenant, with a target that has", () => {
	it.each([...harmless, ...hindering])(
		"%s: what the log says is what the accounts show",
		async (name, behavior, limit) => {
			const { end, log, world, before } = await twoCycles(behavior, limit);
			expect(untrue(log, world, before)).toEqual([]);
			for (const { status, error } of log)
				if (status === "failure") {
					expect(error?.reason).toBeTruthy();
					expect(error?.recommendedAction).toBeTruthy();
				}
			// A cycle without any entry would be true, and prove nothing.
			expect(log.length).toBeGreaterThan(0);
			for (const code of end.codes) expect([0, 1, 3]).toContain(code);
			if (harmless.some(([one]) => one === name)) expect(end).toEqual(await documentedEnd());
		},
	);

	it("nothing unusual, provisions it: the comparison above has something to compare", async () => {
		const demo = await openDemo({}, "off");
		const { summary } = await demo.run();
		expect(summary.created).toBeGreaterThan(10);
		change(demo.world);
		expect((await demo.run()).summary).toMatchObject({ updated: 2, disabled: 2 });
		const log = await demo.log();
		const [created] = log.filter(({ action, status }) => action === "Create" && status === "success");
		const lie = created && {
			...created,
			modifiedProperties: [{ name: "name.givenName", old: null, new: "Nobody" }],
		};
		expect(lie).toBeDefined();
		expect(untrue(lie === undefined ? [] : [lie, ...log], demo.world, new Map())).not.toEqual([]);
	});
});
