import { readdirSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { LogEntry } from "../../../src/ports/log/log-entry.ts";
import { simulatorCredential } from "../../../src/simulator/entra/credential.ts";
import type { BehaviorChange } from "../../../src/simulator/sumo/behavior.ts";
import type { SumoUser } from "../../../src/simulator/sumo/organization.ts";
import type { LimitRequest } from "../../../src/simulator/sumo/rate-limit.ts";
import { startSimulators, type World } from "../../../src/simulator/world.ts";
import { openStore } from "../../../src/store/sqlite/open.ts";
import { runInProcess, skipWaits } from "../site/in-process.ts";
import { freshFolder, readRun, tokenOf } from "../site/site.ts";
import { openWarped, type Warp } from "../site/warped.ts";

/** How the target behaves: the simulator, its limit, and what happens between it and the program. */
export type Conduct = {
	readonly behavior?: BehaviorChange;
	readonly limit?: LimitRequest;
	readonly warp?: Warp | undefined;
};

/** The demo tenant with a target that behaves so, and the commands that provision it. */
export async function openDemo({ behavior = {}, limit = "off", warp }: Conduct = {}) {
	const world = await startSimulators({ limit, behavior });
	onTestFinished(() => world.close());
	skipWaits();
	const { sumo, entra } = world;
	const home = freshFolder();
	const scimUrl = warp === undefined ? sumo.scimUrl : await openWarped(sumo.scimUrl, warp);
	const { token } = await simulatorCredential(entra).getToken();
	const secrets = { SCIM_TOKEN: tokenOf(world), GRAPH_TOKEN: token };
	const start = (command: string, ...more: readonly string[]) =>
		runInProcess([command, "--home", home, "--json", ...more], { secrets });
	const profile = [
		...["--source", "entra", "--application", entra.servicePrincipalId, "--graph-url", entra.graphUrl],
		...["--graph-token-env", "GRAPH_TOKEN", "--scim-url", scimUrl, "--token-env", "SCIM_TOKEN"],
		...["--rate", "off", "--hard-delete", "delete"],
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
export function untrue(
	log: readonly LogEntry[],
	world: World,
	before: ReadonlyMap<string, SumoUser>,
): string[] {
	const accounts = new Map(world.sumo.control.users().map((user) => [user.id, user]));
	const claims = new Map<string, Map<string, string | null>>();
	const gone = new Set<string>();
	const wrong: string[] = [];
	const oldestFirst = log.toReversed();
	/** By the id of the source user: the account that the log says was created last. */
	const created = new Map<string, string>();
	for (const { action, status, source, target, modifiedProperties } of oldestFirst) {
		// A creation that fails after it was logged as made corrects that.
		if (action === "Create" && status === "failure") claims.delete(created.get(source?.id ?? "") ?? "");
		if (target === null || target.id === "" || (status !== "success" && status !== "warning")) continue;
		// As the simulator writes it.
		const id = /[0-9A-F]{16}$/.exec(target.id.toUpperCase())?.[0] ?? target.id;
		if (action === "Delete" && status === "success") gone.add(id);
		if (action === "Create" && source !== null) created.set(source.id, id);
		// A deletion that only deactivated the account is a warning that says so.
		if (!changing.includes(action) && !(action === "Delete" && status === "warning")) continue;
		const claimed = claims.get(id) ?? new Map<string, string | null>();
		claims.set(id, claimed);
		for (const { name, new: value } of modifiedProperties) claimed.set(name, value);
	}
	for (const [id, claimed] of claims) {
		const user = accounts.get(id);
		if (gone.has(id)) {
			if (user !== undefined) wrong.push(`${user.userName} exists, and the log says that it was deleted`);
		} else if (user === undefined) wrong.push(`${id} was written, and does not exist`);
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

/** A day in Entra: a new name, a new address, a disabled user, one who is no longer assigned, and one who is deleted for good. */
export function change({ entra, sumo }: World): void {
	const provisioned = entra.control.users().filter((user) => {
		const account = sumo.control.user(user.userPrincipalName);
		return account?.active === true && user.accountEnabled && user.mail !== null;
	});
	const [renamed, moved, disabled, unassigned, deleted] = provisioned;
	if (!renamed || !moved || !disabled || !unassigned || !deleted) return; // nothing was provisioned in the first cycle
	entra.control.editUser(renamed.id, { surname: "Renamed" });
	entra.control.editUser(moved.id, { mail: `moved.${moved.mail}` });
	entra.control.editUser(disabled.id, { accountEnabled: false });
	entra.control.unassign(unassigned.id);
	entra.control.deleteUser(deleted.id, { forGood: true });
}

/** The accounts without what depends on the time. */
function accountsOf({ sumo }: World): readonly string[] {
	const lines = sumo.control.users().map(({ userName, email, givenName, familyName, roles, active }) => {
		const names = roles.map(({ name }) => name).join(", ");
		return [userName, email, givenName, familyName, names, active ? "active" : "deactivated"].join("; ");
	});
	return lines.toSorted();
}

/** A cycle, changes at the source and in the target, and another cycle, with what both leave behind. */
export async function twoCycles({ warp, ...conduct }: Conduct = {}) {
	let isWarped = true;
	const warped: Warp | undefined =
		warp && ((request, forward) => (isWarped ? warp(request, forward) : forward()));
	const { world, run, log } = await openDemo({ ...conduct, warp: warped });
	const before = new Map(world.sumo.control.users().map((user) => [user.id, user]));
	const first = await run();
	change(world);
	const second = await run();
	isWarped = false;
	// What was still open then is settled: accounts and log are compared after that.
	if (second.code === 1) await run();
	const end = { accounts: accountsOf(world), codes: [first.code, second.code] };
	return { world, before, log: await log(), end };
}

type End = Awaited<ReturnType<typeof twoCycles>>["end"];

let documented: Promise<End> | undefined;

/** What two cycles leave behind with a target that behaves as documented. */
export function documentedEnd(): Promise<End> {
	documented ??= twoCycles().then(({ end }) => end);
	return documented;
}
