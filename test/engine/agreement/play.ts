import { z } from "zod";
import { checkProfileMappings } from "../../../src/cli/commands/mapping/check.ts";
import { createEngine, type Engine } from "../../../src/engine/engine.ts";
import type { PlannedAction } from "../../../src/engine/plan/action/planned-action.ts";
import type { AttributeMapping } from "../../../src/mapping/definition/attribute-mapping.ts";
import { direct, expression } from "../../../src/mapping/definition/plain-mapping.ts";
import type { Scope } from "../../../src/scoping/scope.ts";
import type { SumoControl } from "../../../src/simulator/sumo/control.ts";
import { Organization } from "../../../src/simulator/sumo/organization.ts";
import { readLimit } from "../../../src/simulator/sumo/rate-limit.ts";
import { startSumo } from "../../../src/simulator/sumo/server.ts";
import { openStore } from "../../../src/store/sqlite/open.ts";
import { sumoDialect } from "../../../src/sumo/dialect.ts";
import { createSumoTarget } from "../../../src/sumo/target.ts";
import { FakeClock } from "../fake-clock.ts";
import { FakeDirectory } from "../fake-directory.ts";
import { rulesOf } from "../rules.ts";
import type { RandomUser, RandomWorld } from "./random-world.ts";

/** What one of the ways to look ahead said of a user, and what happened. */
export type Verdict = {
	readonly round: string;
	readonly sourceId: string;
	readonly way: "plan" | "on demand" | "check";
	readonly said: string;
	readonly happened: string;
	readonly agrees: boolean;
};

const key = { accessId: "suAgreement00", accessKey: "k".repeat(64) };
const roles = ["User", "Analyst", "Power User"];

/**
 * Plays three cycles of a world against the simulated Sumo Logic over HTTP: the initial one, one after the changes, and one
 * without any. Before each of them, the plan, a preview on demand and `mapping check --everyone` say what happens to each user.
 */
export async function play(world: RandomWorld): Promise<readonly Verdict[]> {
	const clock = new FakeClock();
	const organization = new Organization(clock.now);
	for (const role of roles) organization.addRole(role);
	const sumo = await startSumo({ organization, ...key, limit: readLimit("off"), port: 0, ticks: clock.now });
	const store = await openStore(":memory:", { databaseClock: clock.now });
	const directory = new FakeDirectory();
	directory.deltas = true;
	const secretToken = Buffer.from(`${key.accessId}:${key.accessKey}`).toString("base64");
	const target = createSumoTarget({
		scimUrl: `${sumo.url}v1/scim`,
		secretToken,
		appName: "agreement",
		requestsPerSecond: 0,
	});
	const engine = createEngine({
		directory,
		target: target.target,
		roleNames: world.listsRoles ? target.roleNames : async () => null,
		store,
		clock,
		emit: () => undefined,
		holder: "agreement",
		...rulesOf({
			settings: {
				reactivation: world.reactivation,
				hardDelete: world.hardDelete,
				deletionGuard: { enabled: false, count: 0, percent: 0 },
			},
			mappings: {
				mappings: mappingsOf(world),
				actions: {
					create: true,
					update: world.more?.mayUpdate ?? true,
					delete: world.more?.mayDelete ?? true,
				},
			},
			scope: scopeOf(world),
		}),
	});
	try {
		sumo.control.behave({ reactivation: world.enabling });
		populate(world, directory, sumo.control);
		const verdicts: Verdict[] = [];
		const round = async (name: string) => {
			const { actions } = await engine.plan();
			const said = new Map(actions.map((action) => [String(action.source?.id), fateOf(action)]));
			const previews = new Map<string, string>();
			for (const id of [...said.keys()]) {
				const { action } = await engine.provision(id, { perform: false });
				if (action !== null) previews.set(id, fateOf(action));
			}
			const failing = await checked(engine);
			const [last] = await store.log({ order: "descending", limit: 1 });
			await engine.run();
			const entries = (await store.log({ order: "ascending", limit: 1000 })).filter(
				({ sequence }) => sequence > (last?.sequence ?? 0),
			);
			const escrow = new Map((await store.escrow()).map(({ sourceId, code }) => [sourceId, code]));
			const happened = new Map<string, string>();
			for (const { source, error, action, status, skipReason } of entries) {
				if (source === null) continue;
				const fate =
					error?.code ??
					(status === "skipped" ? `skip ${skipReason}` : action === "Other" ? "link" : action.toLowerCase());
				happened.set(source.id, fate);
			}
			for (const id of new Set([...said.keys(), ...happened.keys(), ...failing.keys()])) {
				const ran = happened.get(id) ?? (escrow.has(id) ? "skip InEscrow" : "nothing");
				const note = (way: Verdict["way"], what: string, fate: string) =>
					verdicts.push({
						round: name,
						sourceId: id,
						way,
						said: what,
						happened: fate,
						agrees: holds(what, fate),
					});
				const planned = said.get(id) ?? "nothing";
				note("plan", planned, ran);
				const failure = ran === "skip InEscrow" ? escrow.get(id) : ran;
				if (failing.has(id) || failure === escrow.get(id))
					note("check", failing.get(id) ?? planned, failure ?? ran);
				const preview = previews.get(id);
				// The cycle does not try who failed before and is not due. On demand, they are.
				if (preview !== undefined && ran !== "skip InEscrow") note("on demand", preview, ran);
			}
		};
		await round("initial");
		for (const { id, user } of world.changes) {
			if (user === null) directory.remove(id);
			else put(directory, id, user);
		}
		for (const id of world.more?.onDemand ?? []) {
			if (!directory.users.has(id)) continue;
			const preview = await engine.provision(id, { perform: false });
			const performed = await engine.provision(id, { perform: true });
			if (preview.action === null || performed.action === null) continue;
			// The preview shows what a cycle does, where another user gives up a value first.
			if (JSON.stringify(preview.steps).includes("only in a cycle")) continue;
			const said = fateOf(preview.action);
			const happened = performed.entry?.error?.code ?? fateOf(performed.action).replaceAll("?", "");
			const verdict = { round: "between", sourceId: id, way: "on demand", said, happened } as const;
			verdicts.push({ ...verdict, agrees: holds(said, happened) });
		}
		await round("changed");
		await round("again");
		for (const { sourceId } of await store.escrow()) {
			const preview = await engine.provision(sourceId, { perform: false });
			const performed = await engine.provision(sourceId, { perform: true });
			if (preview.action === null || performed.action === null) continue;
			if (JSON.stringify(preview.steps).includes("only in a cycle")) continue;
			const said = fateOf(preview.action);
			const happened = performed.entry?.error?.code ?? fateOf(performed.action).replaceAll("?", "");
			const verdict = { round: "performed", sourceId, way: "on demand", said, happened } as const;
			verdicts.push({ ...verdict, agrees: holds(said, happened) });
		}
		return verdicts;
	} finally {
		await engine.close();
		await store.close();
		await sumo.close();
	}
}

/** The users who fail according to `mapping check --everyone`, with the code. */
async function checked(engine: Engine): Promise<ReadonlyMap<string, string>> {
	const lines: string[] = [];
	const mapping = { checkAll: async () => [], checkUsers: async () => [] };
	const streams = {
		out: (line: string) => void lines.push(line),
		err: () => undefined,
		unread: new AbortController().signal,
		interactive: false,
	};
	await checkProfileMappings(
		{ rules: async () => ({ mapping }), provisioning: engine },
		{ json: true, everyone: true },
		streams,
	);
	const { failing } = checkSchema.parse(JSON.parse(lines.join("")));
	return new Map(failing.map(({ id, code }) => [id, code]));
}

const checkSchema = z.object({ failing: z.array(z.object({ id: z.string(), code: z.string() })) });

/**
 * What is said of a user: an action, a reason to skip them or an error code; with `?` where the target may refuse, and with `??` where it
 * may refuse another user's change first.
 */
function fateOf(action: PlannedAction): string {
	if ("note" in action && action.note)
		return `${action.type}${action.note.includes("It depends on") ? "??" : "?"}`;
	switch (action.type) {
		case "fail":
			return action.error.code;
		case "unlink":
			return "link";
		case "skip":
			return action.reason === "Unchanged" ? "unchanged" : `skip ${action.reason}`;
		default:
			return action.type;
	}
}

function holds(said: string, happened: string): boolean {
	if (!said.endsWith("?")) return said === happened;
	const action = said.replaceAll("?", "");
	const refusals = ["RoleNotFound"];
	if (action === "enable" || said.endsWith("??")) refusals.push("BlockedByDeactivatedAccount");
	if (said.endsWith("??")) refusals.push("Conflict", "skip InEscrow");
	return [action, ...refusals].includes(happened);
}

function mappingsOf({ matchByMail, more }: RandomWorld): readonly AttributeMapping[] {
	if (more !== undefined) {
		const place = (target: string) => more.matching.findIndex((one) => target.startsWith(one)) + 1;
		const userName =
			more.prefix === "" ? [] : [expression("userName", `Append("${more.prefix}", [userPrincipalName])`)];
		const all = [...sumoDialect.defaultMappings, direct("externalId", "mail")];
		return all.map((mapping) => {
			const { matchingPrecedence: _, ...rest } =
				userName.find(({ target }) => target === mapping.target) ?? mapping;
			const precedence = place(mapping.target);
			return precedence === 0 ? rest : { ...rest, matchingPrecedence: precedence };
		});
	}
	return sumoDialect.defaultMappings.map((mapping) =>
		matchByMail && mapping.target.startsWith("emails") ? { ...mapping, matchingPrecedence: 2 } : mapping,
	);
}

function scopeOf({ more }: RandomWorld): Partial<Scope> {
	if (more === undefined) return {};
	const clauses = [{ attribute: "givenName", operator: "REGEX MATCH", value: "Ada|Zoë" }] as const;
	return {
		users: more.scope,
		filters: more.isFiltered ? [{ name: "two names", clauses }] : [],
		skipOutOfScopeDeletions: more.skipOutOfScopeDeletions,
	};
}

function populate(world: RandomWorld, directory: FakeDirectory, control: SumoControl): void {
	for (const account of world.accounts) control.addUser({ ...account, roles: [...account.roles] });
	for (const { id, ...user } of world.users) put(directory, id, user);
}

function put(directory: FakeDirectory, id: string, user: RandomUser): void {
	const { userPrincipalName, mail, givenName, surname, enabled } = user;
	directory.put({
		id,
		attributes: {
			userPrincipalName,
			mail,
			givenName,
			surname,
			displayName: `${givenName} ${surname}`,
			accountEnabled: enabled,
		},
	});
	directory.grant(id, user.roles);
}
