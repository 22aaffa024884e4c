import { comparePrediction, type Difference } from "../../src/app/prediction/compare.ts";
import { entraPolicy, entraSettings } from "../../src/app/prediction/entra-policy.ts";
import { linksFromLog } from "../../src/app/prediction/links-from-log.ts";
import { predictCycle } from "../../src/app/prediction/predict.ts";
import { createEngine } from "../../src/engine/engine.ts";
import { select } from "../../src/entra/attributes.ts";
import { createEntraDirectory } from "../../src/entra/directory.ts";
import { createSynchronizationJobs } from "../../src/entra/synchronization/synchronization-jobs.ts";
import { readDeletedUsers } from "../../src/entra/users.ts";
import { exportSchema } from "../../src/entra-schema/export.ts";
import { escrowFromLog } from "../../src/jobs/hosted-escrow.ts";
import type { MappingSet } from "../../src/mapping/definition/mapping-set.ts";
import type { Scope } from "../../src/scoping/scope.ts";
import { Random } from "../../src/simulator/seed/random.ts";
import { Organization } from "../../src/simulator/sumo/organization.ts";
import { readLimit } from "../../src/simulator/sumo/rate-limit.ts";
import { startSumo } from "../../src/simulator/sumo/server.ts";
import { openStore } from "../../src/store/sqlite/open.ts";
import { sumoDialect } from "../../src/sumo/dialect.ts";
import { createSumoTarget } from "../../src/sumo/target.ts";
import { hostedEntries } from "../app/prediction/hosted-entries.ts";
import { FakeClock } from "../engine/fake-clock.ts";
import { defaultScope, defaultSettings, rulesOf } from "../engine/rules.ts";
import { mapping } from "../mapping/people.ts";
import { type DifferingUser, documentedDifferences } from "./differences.ts";
import { type Change, kinds, type RuleChoice } from "./kinds.ts";
import { type Account, differingFields, type Person } from "./state.ts";
import { startTenant } from "./tenant.ts";

export type Game = { readonly seed: string; readonly users: number; readonly rounds: number };

export type Result = {
	/** Number of changes by kind. */
	readonly changes: ReadonlyMap<string, number>;
	/** Number of compared accounts, and of log entries that were predicted. */
	readonly compared: number;
	readonly entries: number;
	/** Differences that the table explains, by its id. */
	readonly explained: ReadonlyMap<string, number>;
	/** Differences that nothing explains, and predictions that the log does not show. */
	readonly unexplained: readonly { readonly round: number; readonly seen: DifferingUser }[];
	readonly wrongPredictions: readonly { readonly round: number; readonly difference: Difference }[];
};

const key = { accessId: "suDifferent00", accessKey: "k".repeat(64) };
const secretToken = Buffer.from(`${key.accessId}:${key.accessKey}`).toString("base64");
/** Failed users are due in each round, and Entra still has the log of the first of 30 rounds. */
const roundMs = (24 * 60 + 1) * 60_000;

/**
 * Plays random changes to a tenant. After each round, the simulated job provisions one organization and our engine another one over
 * HTTP, and before it the engine predicts what the job does.
 */
export async function play({ seed, users, rounds }: Game): Promise<Result> {
	const clock = new FakeClock();
	const random = new Random(seed);
	const pick = <Item>(items: readonly Item[]): Item | undefined => items[random.below(items.length)];
	const tenant = await startTenant(clock.now, seed, users);
	const [hosted, direct] = [await organization(clock), await organization(clock)];
	const store = await openStore(":memory:", { databaseClock: clock.now });
	const connect = (scimUrl: string) =>
		createSumoTarget({ scimUrl, secretToken, appName: "differential", requestsPerSecond: 0 });
	const [directTarget, hostedTarget] = [connect(direct.scimUrl), connect(hosted.scimUrl)];
	const openDirectory = () =>
		createEntraDirectory({
			credential: tenant.credential,
			application: tenant.application.id,
			graphUrl: tenant.entra.graphUrl,
			clock: tenant.graphClock,
		});
	const directory = openDirectory();
	const rules: RuleChoice = { mapping: "guide", isScoped: false };
	const settings = {
		hardDelete: random.below(2) === 0 ? ("delete" as const) : ("disable" as const),
		deletionGuard: { enabled: false, count: 0, percent: 0 },
	};
	const engine = createEngine({
		directory,
		target: directTarget.target,
		roleNames: directTarget.roleNames,
		store,
		clock,
		emit: () => undefined,
		holder: "differential",
		...rulesOf({ settings }),
	});
	const jobs = createSynchronizationJobs(tenant.graph, tenant.application.id, false);
	const job = await jobs.create();
	await jobs.saveSecrets({ BaseAddress: hosted.scimUrl, SecretToken: secretToken, SyncAll: "false" });

	/** Some accounts exist before anything is provisioned. */
	for (const { userPrincipalName, mail } of tenant.tenant.listUsers().slice(0, Math.ceil(users / 5))) {
		const account = { userName: userPrincipalName, email: mail ?? "", roles: ["User"] };
		hosted.control.addUser(account);
		direct.control.addUser(account);
	}
	for (const { id } of tenant.tenant.listUsers()) if (random.below(2) === 0) tenant.assign(id, "Analyst");

	let number = 0;
	const change: Change = { ...tenant, rules, pick, next: () => ++number };
	const changes = new Map<string, number>();
	const explained = new Map<string, number>();
	const unexplained: { round: number; seen: DifferingUser }[] = [];
	const wrongPredictions: { round: number; difference: Difference }[] = [];
	/** Everyone who ever was in the tenant, with the account's user name at last sight. */
	const known = new Map<string, { userName: string; person: Person }>();
	/** Everyone who ever had a mail address. */
	const holders = new Map<string, Set<string>>();
	/** Everyone who was ever linked with an account by our engine. */
	const linked = new Set<string>();
	let [compared, entries, logged] = [0, 0, 0];
	let applied = "";
	let unused: string[] = [];

	const putRules = async () => {
		const now = JSON.stringify(rules);
		if (now === applied) return;
		const own = await jobs.schema(job.id);
		await jobs.replaceSchema(job.id, own, exportSchema(setOf(rules, false), filtersOf(rules), own));
		await engine.configure(
			rulesOf({ settings, mappings: setOf(rules, false), scope: { filters: filtersOf(rules) } }),
		);
		if (applied === "") await jobs.start(job.id);
		applied = now;
	};

	const predict = async () => {
		const all = hostedEntries(tenant.entra.control.provisioningLog());
		const inEntra = rulesOf({
			settings: entraSettings(defaultSettings, null),
			mappings: setOf(rules, true),
			scope: { filters: filtersOf(rules) },
		});
		const source = openDirectory();
		const { users: predicted } = await predictCycle({
			directory: {
				...source,
				hasBin: false,
				async usersById(ids, attributes, signal) {
					const found = await source.usersById(ids, attributes, signal);
					const ofThese = new Set(found.map(({ id }) => id));
					const missing = ids.filter((id) => !ofThese.has(id));
					return [...found, ...(await readDeletedUsers(tenant.graph, missing, select(attributes), signal))];
				},
			},
			target: hostedTarget.target,
			roleNames: hostedTarget.roleNames,
			clock,
			rules: { ...inEntra, policy: entraPolicy(inEntra.mappings) },
			links: linksFromLog(all),
			escrow: escrowFromLog(all),
			isStandardPatch: false,
			warn: () => undefined,
		});
		await source.close();
		return predicted;
	};

	try {
		for (let round = 0; round <= rounds; round++) {
			if (round > 0) {
				for (const user of everyone(tenant)) {
					if (random.below(2) === 0) continue;
					if (unused.length === 0) unused = shuffled(Object.keys(kinds), random);
					const kind = unused.pop() ?? "assign";
					kinds[kind]?.(change, user);
					changes.set(kind, (changes.get(kind) ?? 0) + 1);
				}
			}
			for (const { id, mail } of everyone(tenant)) {
				if (mail !== null) holders.set(mail, (holders.get(mail) ?? new Set<string>()).add(id));
			}
			await putRules();
			const people = peopleOf(tenant, known, holders, rules, linked);
			const sharing = new Set(people.filter(({ sharedMail }) => sharedMail).map(({ id }) => id));
			const predicted = await predict();
			await tenant.entra.control.runCycle();
			await engine.run();
			const log = tenant.entra.control.provisioningLog();
			const fresh = log.slice(logged);
			logged = log.length;
			entries += fresh.length;
			for (const difference of compareWith(predicted, fresh, clock.now())) {
				// Who gets an address that several users have had is not known before.
				if (!sharing.has(difference.user.id)) wrongPredictions.push({ round, difference });
			}

			for await (const batch of store.links()) for (const { sourceId } of batch) linked.add(sourceId);
			const [left, right] = [accountsOf(direct.control), accountsOf(hosted.control)];
			for (const person of people) {
				const before = known.get(person.id);
				const userName = tenant.tenant.user(person.id)?.userPrincipalName ?? before?.userName ?? "";
				const names = [userName, before?.userName ?? ""];
				const [one, other] = [find(left, names), find(right, names)];
				const fields = differingFields(one, other);
				compared += 1;
				const isSame = fields.length === 0;
				known.set(person.id, {
					userName: one?.userName ?? other?.userName ?? userName,
					person: isSame ? { ...person, sharedMail: false, withoutActiveMapping: false } : person,
				});
				if (isSame) continue;
				const seen = { person, direct: one, hosted: other, fields };
				const cause = documentedDifferences.find(({ explains }) => explains(seen));
				if (cause === undefined) unexplained.push({ round, seen });
				else explained.set(cause.id, (explained.get(cause.id) ?? 0) + 1);
			}
			clock.advance(roundMs);
		}
		return { changes, compared, entries, explained, unexplained, wrongPredictions };
	} finally {
		await engine.close();
		await directory.close();
		await store.close();
		tenant.graph.close();
		await Promise.all([tenant.entra.close(), hosted.close(), direct.close()]);
	}
}

async function organization(clock: FakeClock) {
	const inside = new Organization(clock.now);
	for (const role of ["User", "Analyst", "Administrator"]) inside.addRole(role);
	const sumo = await startSumo({
		organization: inside,
		...key,
		limit: readLimit("off"),
		port: 0,
		ticks: clock.now,
		behavior: { reactivation: "allow" },
	});
	return { ...sumo, scimUrl: `${sumo.url}v1/scim` };
}

type Tenants = Awaited<ReturnType<typeof startTenant>>;

/** Users, soft-deleted ones among them. */
function everyone({ tenant }: Tenants) {
	return [...tenant.listUsers(), ...[...tenant.deletedUsers.values()].map(({ user }) => user)];
}

function peopleOf(
	tenants: Tenants,
	known: ReadonlyMap<string, { person: Person }>,
	holders: ReadonlyMap<string, ReadonlySet<string>>,
	rules: RuleChoice,
	linked: ReadonlySet<string>,
): readonly Person[] {
	const present = everyone(tenants).map(({ id, accountEnabled, department, mail }): Person => {
		const before = known.get(id)?.person;
		const isShared = mail !== null && (holders.get(mail)?.size ?? 0) > 1;
		return {
			id,
			state: tenants.tenant.user(id) ? "present" : "deleted",
			enabled: accountEnabled,
			department,
			neverLinked: !linked.has(id),
			sharedMail: isShared || before?.sharedMail === true,
			withoutActiveMapping: rules.mapping === "without-active" || before?.withoutActiveMapping === true,
		};
	});
	const ids = new Set(present.map(({ id }) => id));
	const gone = [...known.values()]
		.map(({ person }) => person)
		.filter(({ id }) => !ids.has(id))
		.map((person): Person => ({ ...person, state: "gone", neverLinked: !linked.has(person.id) }));
	return [...present, ...gone];
}

function accountsOf(control: Awaited<ReturnType<typeof organization>>["control"]): readonly Account[] {
	return control.users().map(({ userName, email, givenName, familyName, roles, active }) => ({
		userName,
		email,
		givenName,
		familyName,
		roles: roles.map((role) => role.name),
		active,
	}));
}

function find(accounts: readonly Account[], userNames: readonly string[]): Account | undefined {
	for (const name of userNames) {
		const found = accounts.find(({ userName }) => userName.toLowerCase() === name.toLowerCase());
		if (found !== undefined) return found;
	}
	return undefined;
}

function compareWith(
	users: Parameters<typeof comparePrediction>[0]["prediction"]["users"],
	fresh: Parameters<typeof hostedEntries>[0],
	now: number,
): readonly Difference[] {
	const counts = { create: 0, update: 0, disable: 0, delete: 0, stagedDelete: 0, skip: 0, fail: 0 };
	const { differences } = comparePrediction({
		prediction: {
			type: "prediction",
			version: 1,
			madeAt: new Date(0).toISOString(),
			profile: "differential",
			job: {
				id: "scim",
				application: "Sumo Logic",
				schemaVersion: "",
				cycle: "incremental",
				schedule: "Active",
				status: "Active",
			},
			target: "",
			counts: { ...counts, unchanged: 0 },
			held: null,
			notes: [],
			users,
		},
		entries: hostedEntries(fresh),
		now: now + 3_600_000,
		lastCycle: { began: now, ended: now },
		schedule: "Active",
		quarantine: null,
		unsureTargets: new Set(),
	});
	return differences;
}

function setOf({ mapping: choice }: RuleChoice, entraStrict: boolean): MappingSet {
	const surname = (expression: string) =>
		sumoDialect.defaultMappings.map((one) =>
			one.target === "name.familyName" ? mapping("name.familyName", expression) : one,
		);
	const mappings = {
		guide: sumoDialect.defaultMappings,
		suffix: surname('Append([surname], " (ext)")'),
		condition: surname('IIF([department] = "Sales", Append([surname], " (S)"), [surname])'),
		"single-role": sumoDialect.defaultMappings.map((one) =>
			one.target.startsWith("roles")
				? mapping(one.target, "SingleAppRoleAssignment([appRoleAssignments])")
				: one,
		),
		"without-active": sumoDialect.defaultMappings.filter(({ target }) => target !== "active"),
	}[choice];
	return {
		mappings,
		actions: { create: true, update: true, delete: true },
		entraStrict,
		attributes: { source: [], target: [] },
		dialect: sumoDialect,
	};
}

function filtersOf({ isScoped }: RuleChoice): Scope["filters"] {
	if (!isScoped) return defaultScope.filters;
	return [{ name: "Berlin", clauses: [{ attribute: "city", operator: "EQUALS", value: "Berlin" }] }];
}

function shuffled(names: readonly string[], random: Random): string[] {
	const left = [...names];
	return names.map(() => left.splice(random.below(left.length), 1)[0] ?? "");
}
