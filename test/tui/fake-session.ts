import type { Connection } from "../../src/app/connection/connection.ts";
import type { EntraSetup } from "../../src/app/guided-setup/entra-setup.ts";
import type { HandOver } from "../../src/app/hosted-job/hand-over.ts";
import type { JobSchema } from "../../src/app/job-schema/job-schema.ts";
import type { Mapping } from "../../src/app/mapping/mapping.ts";
import type { People, Person } from "../../src/app/people/people.ts";
import type { Permissions } from "../../src/app/permissions/permissions.ts";
import { refuseUnseen } from "../../src/app/profile/refuse-unseen.ts";
import type {
	LastPlan,
	OnDemandReport,
	PlanReport,
	Provisioning,
	ProvisioningStatus,
} from "../../src/app/provisioning/provisioning.ts";
import type { Scoping } from "../../src/app/scope/scope.ts";
import type { Session } from "../../src/app/session.ts";
import type { ProfileSettings } from "../../src/app/settings/profile-settings.ts";
import { createSettingsService } from "../../src/app/settings/settings-service.ts";
import type { Setup } from "../../src/app/setup/setup.ts";
import type { SignInCode } from "../../src/app/source/device-sign-ins.ts";
import type { ExpiringCredential } from "../../src/app/source/expiring-credentials.ts";
import type { Why } from "../../src/app/why/why.ts";
import { type Profile, profileSchema } from "../../src/config/profile.ts";
import type { JobCapabilities } from "../../src/jobs/provisioning-job.ts";
import type { CycleSummary, EngineEvent, Progress } from "../../src/ports/event.ts";
import type { LogEntry } from "../../src/ports/log/log-entry.ts";
import { type FakeAccountData, fakeAccounts, fakeDeactivated } from "./fake-accounts.ts";
import { appRoles, at, counts, onDemandReport, people, planReport } from "./fake-data.ts";

/** A session for tests of screens: everything in memory, nothing decided by itself. `calls` records what screens asked for. */
export type FakeSession = {
	readonly session: Session;
	/** Calls with effects, in order: `runNow`, `setEnabled true`, `delete a@b.c transfer U1`… */
	readonly calls: string[];
	readonly emit: (event: EngineEvent) => void;
	readonly setStatus: (change: Partial<ProvisioningStatus>) => void;
	/** Changes the profile, as another process does. Outdates the last plan. */
	readonly setProfile: (change: Partial<Profile>) => void;
	/** Adds to the log and tells it as the engine does. */
	readonly log: (entry: LogEntry) => void;
	/** Makes the named method reject from now on. */
	readonly fail: (method: string, message: string) => void;
	/** Answers on demand from now on. */
	readonly onDemand: (answer: Provisioning["onDemand"]) => void;
	/** Calls waiting to be let go, when `hold` was given their name. */
	readonly hold: (method: string) => () => void;
};

export type FakeData = FakeAccountData & {
	/** Called when the console says that its first screen is drawn. */
	readonly shown?: () => unknown;
	readonly people?: readonly Person[];
	readonly entries?: readonly LogEntry[];
	/** What was read when the profile was opened, newest first. */
	readonly recent?: readonly LogEntry[];
	/** Entries of what the deletion guard holds back. */
	readonly heldBack?: readonly LogEntry[];
	readonly plan?: PlanReport;
	readonly onDemand?: OnDemandReport;
	readonly status?: Partial<ProvisioningStatus>;
	/** How each cycle ends. */
	readonly ending?: Partial<CycleSummary>;
	readonly connection?: Partial<Connection>;
	readonly signInCode?: SignInCode;
	readonly expiring?: readonly ExpiringCredential[];
	readonly permissions?: Partial<Permissions>;
	readonly entraSetup?: Partial<EntraSetup>;
	readonly mapping?: Partial<Mapping>;
	readonly scope?: Partial<Scoping>;
	readonly peopleCommands?: Partial<People>;
	readonly why?: Partial<Why>;
	readonly settings?: Partial<ProfileSettings>;
	readonly setup?: Setup;
	readonly handOver?: Partial<HandOver>;
	readonly jobSchema?: Partial<JobSchema>;
	/** Why the job cannot do something. */
	readonly missing?: Partial<Record<keyof JobCapabilities, string>>;
	readonly profile?: Partial<Profile>;
};

/** A progress to show. */
export function progress(change: Partial<Progress> = {}): Progress {
	return {
		phase: "provisioning",
		done: 0,
		total: 10,
		counts: counts(),
		secondsLeft: 12,
		requestsPerSecond: 3.9,
		...change,
	};
}

/** A summary to end a cycle with. */
export function summary(change: Partial<CycleSummary> = {}): CycleSummary {
	return {
		...counts(),
		cycleId: "C1",
		kind: "incremental",
		outcome: "completed",
		seconds: 12,
		error: null,
		remedy: null,
		notReached: 0,
		stillFailing: 0,
		...change,
	};
}

const absent = (name: string) => () => Promise.reject(new Error(`${name} is not part of this test`));

export function createFakeSession(data: FakeData = {}): FakeSession {
	const calls: string[] = [];
	const failures = new Map<string, string>();
	const held = new Map<string, Promise<void>>();
	const listeners = new Set<() => void>();
	const eventListeners = new Set<(event: EngineEvent) => void>();
	let webhook = false;
	let profile = profileSchema.parse({
		name: "demo",
		source: { type: "demo" },
		target: { deployment: "us2" },
		...data.profile,
	});
	const entries = [...(data.entries ?? [])];
	let status: ProvisioningStatus = {
		enabled: false,
		running: null,
		lastCycle: null,
		nextRun: null,
		quarantine: null,
		otherRunner: null,
		staged: 0,
		openMatters: [],
		limit: { perSecond: 4, used: 0 },
		...data.status,
	};
	const setStatus = (change: Partial<ProvisioningStatus>) => {
		status = { ...status, ...change };
		for (const listener of listeners) listener();
	};
	const emit = (event: EngineEvent) => {
		for (const listener of eventListeners) listener(event);
	};
	const log = (added: LogEntry) => {
		entries.push(added);
		emit({ type: "entry", time: added.time, entry: added });
	};
	const call = async (method: string, ...details: readonly string[]) => {
		calls.push([method, ...details].join(" "));
		await held.get(method);
		const failure = failures.get(method);
		if (failure !== undefined) throw new Error(failure);
	};
	const matches = (candidate: LogEntry, text = "") =>
		text
			.toLowerCase()
			.split(/\s+/u)
			.every((word) => JSON.stringify(candidate).toLowerCase().includes(word));

	let onDemandAnswer: Provisioning["onDemand"] = async (_, { perform }) =>
		data.onDemand ?? onDemandReport(perform);
	let lastPlan: LastPlan | null = null;
	const provisioning: Provisioning = {
		recent: () => data.recent ?? [],
		mode: () => profile.provisioning.mode,
		missing: (name) => data.missing?.[name] ?? null,
		reset: (scopes) => call("reset", ...scopes),
		status: () => status,
		readAgain: () => call("readAgain"),
		subscribe(listener) {
			eventListeners.add(listener);
			return () => eventListeners.delete(listener);
		},
		async setEnabled(enabled) {
			await call("setEnabled", String(enabled));
			setStatus({ enabled, nextRun: enabled ? at + 2_400_000 : null });
		},
		async runNow(_signal, { excluded = [] } = {}) {
			await call("runNow", ...excluded);
			return summary(data.ending);
		},
		async stop() {
			await call("stop");
			setStatus({ running: null });
		},
		async plan({ excluded = [] } = {}) {
			await call("plan", ...excluded);
			const report = data.plan ?? planReport();
			if (excluded.length > 0) {
				const actions = report.actions.filter(({ source }) => !excluded.includes(source?.id ?? ""));
				return { ...report, actions };
			}
			lastPlan = { ...report, madeAt: at, isOutdated: false };
			return report;
		},
		lastPlan: () => lastPlan,
		restart: ({ full }) => call("restart", String(full)),
		allowDeletions: (seen) => call("allowDeletions", ...(seen === undefined ? [] : [seen])),
		rejectDeletions: () => call("rejectDeletions"),
		heldBack: async () => data.heldBack ?? [],
		failed: async () => [],
		retryNow: (ids = []) => call("retryNow", ...ids),
		async onDemand(userId, options) {
			await call("onDemand", userId, options.perform ? "perform" : "look");
			return onDemandAnswer(userId, options);
		},
		async log({ order, limit, text, statuses, actions, cursor, sourceId }) {
			const failure = failures.get("log");
			if (failure !== undefined) throw new Error(failure);
			const found = entries
				.filter(
					(candidate) =>
						matches(candidate, text) &&
						(sourceId === undefined || candidate.source?.id === sourceId) &&
						(statuses?.includes(candidate.status) ?? true) &&
						(actions?.includes(candidate.action) ?? true),
				)
				.filter(
					({ sequence }) =>
						cursor === undefined || (order === "descending" ? sequence < cursor : sequence > cursor),
				);
			return (order === "descending" ? found.toReversed() : found).slice(0, limit);
		},
		async newestOfEach(sourceIds) {
			const newest = new Map(entries.map((candidate) => [candidate.source?.id, candidate]));
			return sourceIds.flatMap((id) => newest.get(id) ?? []);
		},
		countLog: async ({ text, statuses, actions }) =>
			entries.filter(
				(candidate) =>
					matches(candidate, text) &&
					(statuses?.includes(candidate.status) ?? true) &&
					(actions?.includes(candidate.action) ?? true),
			).length,
	};
	const deactivated = fakeDeactivated(data, entries, call);
	const accountsPart = fakeAccounts(data, call);
	const mapping: Mapping = {
		rows: () => [],
		check: () => [],
		save: absent("mapping.save"),
		remove: absent("mapping.remove"),
		movePrecedence: absent("mapping.movePrecedence"),
		restoreDefaults: absent("mapping.restoreDefaults"),
		sourceAttributes: () => [],
		targetPaths: () => [],
		attributes: () => [],
		define: absent("mapping.define"),
		undefine: absent("mapping.undefine"),
		samples: absent("mapping.samples"),
		preview: absent("mapping.preview"),
		explain: absent("mapping.explain"),
		tryOn: absent("mapping.tryOn"),
		checkAll: async () => [],
		checkUsers: async () => [],
		changesToDefaults: () => [],
		diff: async () => ({ changes: [], notes: [] }),
		importSchema: absent("mapping.importSchema"),
		exportSchema: async () => ({ schema: { synchronizationRules: [] }, isWhole: false }),
		versions: async () => [],
		restore: absent("mapping.restore"),
		...data.mapping,
	};
	const scope: Scoping = {
		current: () => profile.scope,
		attributes: () => [],
		check: () => [],
		compare: async () => {
			await call("compare");
			return { users: 0, inScope: 0, entering: [], leaving: [], disabled: 0, held: null };
		},
		save: absent("scope.save"),
		...data.scope,
	};
	const session: Session = {
		rules: async () => ({ mapping, scope }),
		assignedOnly: () => profile.scope.users === "assigned",
		shown: () => void data.shown?.(),
		handOver: { plan: absent("handOver.plan"), perform: absent("handOver.perform"), ...data.handOver },
		profile: () => profile,
		profiles: () => [profile.name],
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		connection: {
			current: () => ({ appName: profile.appName, target: profile.target, source: profile.source }),
			secretsSaved: () => ({ accessKey: true, sourceSecret: false }),
			tenantUrl: () => "https://api.us2.sumologic.com/api/v1/scim",
			revealToken: async () => null,
			check: () => [],
			test: absent("connection.test"),
			testSource: absent("connection.testSource"),
			save: absent("connection.save"),
			...data.connection,
		},
		entraSetup: {
			file: "/home/ada/.config/sumo-provision/setup/demo.yaml",
			unavailable: () => undefined,
			values: absent("entraSetup.values"),
			edit: absent("entraSetup.edit"),
			run: absent("entraSetup.run"),
			...data.entraSetup,
		},
		permissions: {
			current: () => null,
			check: async () => null,
			expiry: () => null,
			refusal: () => undefined,
			...data.permissions,
		},
		expiring: async () => data.expiring ?? [],
		signInCode: { current: () => null, subscribe: () => () => undefined, ...data.signInCode },
		jobSchema: {
			diff: absent("jobSchema.diff"),
			pull: absent("jobSchema.pull"),
			previewPush: absent("jobSchema.previewPush"),
			push: absent("jobSchema.push"),
			check: absent("jobSchema.check"),
			...data.jobSchema,
		},
		setup: data.setup ?? { check: absent("setup.check") },
		why: { find: absent("why.find"), explain: absent("why.explain"), ...data.why },
		people: {
			writable: () => true,
			list: async () => {
				await call("people");
				return data.people ?? people;
			},
			roles: async () => {
				await call("roles");
				return appRoles;
			},
			groups: async () => [],
			async assign(ids, roleId) {
				await call("assign", roleId, ...ids);
				return ids.map((id) => ({ id, displayName: `Name of ${id}`, error: null }));
			},
			async unassign(ids) {
				await call("unassign", ...ids);
				return ids.map((id) => ({ id, displayName: `Name of ${id}`, error: null }));
			},
			file: async () => null,
			lastChange: async () => null,
			undo: absent("people.undo"),
			subscribe: () => () => undefined,
			...data.peopleCommands,
		},
		provisioning,
		accounts: accountsPart,
		deactivated,
		settings: {
			...createSettingsService({
				state: {
					get inUse() {
						return profile;
					},
					get saved() {
						return profile;
					},
					async saveSettings(edit, { seen }) {
						await call("saveSettings");
						if (seen !== "present") refuseUnseen(seen(profile), profile);
						profile = edit(profile);
						for (const listener of listeners) listener();
					},
					get webhook() {
						return { inUse: webhook, saved: webhook };
					},
					secretMarks: { secretToken: undefined, sourceSecret: undefined, webhook: undefined },
					async saveWebhook(url) {
						await call("saveWebhook");
						webhook = url !== undefined;
						for (const listener of listeners) listener();
					},
					overriddenBy: () => undefined,
				},
				test: async () => [],
			}),
			...data.settings,
		},
		close: () => call("close"),
	};
	return {
		session,
		calls,
		emit,
		setStatus,
		setProfile(change) {
			profile = { ...profile, ...change };
			lastPlan = lastPlan && { ...lastPlan, isOutdated: true };
			for (const listener of listeners) listener();
		},
		onDemand(answer) {
			onDemandAnswer = answer;
		},
		log,
		fail: (method, message) => failures.set(method, message),
		hold(method) {
			const { promise, resolve } = Promise.withResolvers<void>();
			held.set(method, promise);
			return resolve;
		},
	};
}
