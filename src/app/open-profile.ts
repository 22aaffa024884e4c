import { namesConnection } from "../config/from-flags.ts";
import { resolveHome } from "../config/home.ts";
import { revisionOf } from "../config/revision.ts";
import { openSettings } from "../config/saved-profiles.ts";
import { openSecrets } from "../config/secrets.ts";
import { openStarts } from "../config/starts.ts";
import { recordingFailedStart } from "../engine/cycle/ending/failed-start.ts";
import { aheadOfServers } from "../http/server-clocks.ts";
import { createLocalJob } from "../jobs/local-job.ts";
import type { EngineEvent } from "../ports/event.ts";
import { errorMessage } from "../text/error-message.ts";
import { createAccountsService } from "./accounts/accounts-service.ts";
import { createConnectionService } from "./connection/connection-service.ts";
import { openConnection } from "./connection/open-connection.ts";
import { createDeactivatedService } from "./deactivated/deactivated-service.ts";
import { createEventBus } from "./events/event-bus.ts";
import { createEventFeed } from "./events/event-feed.ts";
import { createEntraSetupService } from "./guided-setup/entra-setup-service.ts";
import { directKey } from "./hosted-job/assert-direct-off.ts";
import { createHandOverService } from "./hosted-job/hand-over-service.ts";
import { openSessionHostedJob } from "./hosted-job/session-hosted-job.ts";
import { turnOffWhenHosted } from "./hosted-job/turn-off-when-hosted.ts";
import { JobRules } from "./job-schema/job-rules.ts";
import { openJobSchema } from "./job-schema/open-job-schema.ts";
import { createLogRetention } from "./log/log-retention.ts";
import { connectorOf } from "./network/connector.ts";
import { openNotifications } from "./notify/open-notifications.ts";
import { openRules } from "./open-rules.ts";
import { keepChanges } from "./people/kept-changes.ts";
import { createPeopleService } from "./people/people-service.ts";
import { checkAtSignIn } from "./permissions/check-at-sign-in.ts";
import { PermissionsService } from "./permissions/permissions-service.ts";
import { operatorName } from "./process/operator.ts";
import { type Resources, withResources } from "./process/resources.ts";
import { runnerName } from "./process/runner.ts";
import { systemClock as clock } from "./process/system-clock.ts";
import { openProfileStore } from "./profile/open-profile-store.ts";
import { ProfileState } from "./profile/profile-state.ts";
import type { ProfileChoice } from "./profile/resolve-profile.ts";
import { forgetRefusalsOnChange } from "./provisioning/forget-refusals.ts";
import { createProvisioningService } from "./provisioning/provisioning-service.ts";
import { watchProvisioning } from "./provisioning/watch.ts";
import { recordVersions } from "./rules/record-versions.ts";
import type { Session } from "./session.ts";
import { createSettingsService } from "./settings/settings-service.ts";
import { createSetupService } from "./setup/setup-service.ts";
import { openCredentialEnds } from "./source/credential-ends.ts";
import { DeviceSignIns } from "./source/device-sign-ins.ts";
import { createExpiringCredentials } from "./source/expiring-credentials.ts";
import { openWhy } from "./why/open-why.ts";

export type OpenOptions = ProfileChoice & {
	/** Run cycles by the clock once the session is shown, while provisioning is On; a script runs one cycle and exits. */
	readonly watch?: boolean;
	/** Rings the terminal's bell for a notification; absent without a terminal. */
	readonly ring?: () => void;
};

/**
 * Opens a profile: its state and store now; source, target and engine when they are first needed.
 *
 * @throws UsageError, ConfigError, StoreError
 */
export function openProfile(options: OpenOptions): Promise<Session> {
	return withResources((resources) => compose(options, resources));
}

async function compose(options: OpenOptions, resources: Resources): Promise<Session> {
	const { flags, env, demo, begin = false, watch = false, ring } = options;
	const { now } = clock;
	const home = resolveHome(flags.home, env);
	const holder = runnerName();

	const events = createEventBus();
	const feed = createEventFeed(events);
	const warn = (message: string) => void events.publish({ type: "warning", time: now(), message });

	const saved = { settings: openSettings(home), secrets: openSecrets(home, warn) };
	const state = await ProfileState.open(options, { ...saved, events, revision: () => revisionOf(home), now });
	const profile = () => state.inUse;
	const { saveRules } = state;
	const connector = connectorOf(() => state.inUse.network, env);

	const stored = options.stored === true && !namesConnection(flags, env);
	const store = await openProfileStore({ home, state, begin, stored, events, clock });
	resources.defer(() => store.close());

	forgetRefusalsOnChange(events, store);
	const notifier = openNotifications({ state, store, events, now, env, connector, ring });
	resources.defer(notifier.settled);
	const retention = createLogRetention({
		...{ profile, store, events },
		aheadMs: () => aheadOfServers(connector()),
	});
	resources.defer(retention.settled);

	const starts = openStarts(home);
	const deviceSignIns = new DeviceSignIns();
	const ends = openCredentialEnds(home);
	const parts = { state, store, starts, ends, events, clock, connector };
	const live = openConnection({ ...parts, holder, watch, demo, deviceSignIns });
	resources.defer(() => live.close());
	resources.defer(deviceSignIns.close);
	const { directory, engine, target } = live;

	const emit = (event: EngineEvent) => void events.publish(event);
	const engineForCycles = recordingFailedStart(engine, { store, clock, emit });
	const onSwitched = (enabled: boolean) =>
		enabled
			? starts.record(directKey(store.file), { by: operatorName(), at: now() })
			: starts.forget(directKey(store.file));
	const local = createLocalJob({ engine, engineForCycles, store, now, holder, onSwitched });
	const hosted = openSessionHostedJob({
		open: async () => {
			const { openHostedParts } = await import("./hosted-job/hosted-parts.ts");
			return openHostedParts({ flags: { ...flags, profile: state.inUse.name }, env, demo, warn });
		},
		plan: async (planOptions) => {
			const { openHostedPlan } = await import("./prediction/open-hosted-plan.ts");
			const inUse = { ...flags, profile: state.inUse.name };
			const plan = await openHostedPlan({ flags: inUse, env, demo, warn, deviceSignIns });
			try {
				return await plan.plan(planOptions);
			} finally {
				await plan.close();
			}
		},
		events,
		now,
	});
	resources.defer(hosted.close);
	turnOffWhenHosted(events, store, warn);
	const mode = () => state.inUse.provisioning.mode;
	const job = () => (mode() === "hosted" ? hosted.job() : local);
	const provisioning = createProvisioningService({ job, mode, events, feed, limit: live.limit, now });
	// The first frame does not wait for Graph.
	if (mode() === "direct") await provisioning.refresh();
	else if (watch) void provisioning.refresh();

	const roles = async (signal?: AbortSignal) => (await target()).roleNames(signal);
	const schemaOfJob = async (signal?: AbortSignal) => {
		const { openSchemaOfJob } = await import("./job-schema/schema-of-job.ts");
		const inUse = { ...flags, profile: state.inUse.name };
		return openSchemaOfJob({ flags: inUse, env, demo, warn, deviceSignIns }, signal);
	};
	const ofProfile = { profile, saveRules };
	// A command for the profile's rules stays with the profile: `job mapping` is for those of the job.
	const isHosted = () => watch && mode() === "hosted";
	const jobRules = new JobRules({ ...ofProfile, isHosted, open: schemaOfJob, events, now });
	jobRules.read();
	recordVersions({ store, events, now });
	const ruleParts = { directory, store, roles, events };
	const rules = openRules({ ...jobRules, ...ruleParts });
	const ownRules = openRules({ ...ofProfile, ...ruleParts });
	const connection = createConnectionService({ state, demo, connector, deviceSignIns });
	const permissions = new PermissionsService({
		now,
		inUse: () => ({ profile: state.inUse, secrets: state.secrets }),
		graph: () => ({ demo, connector: connector(), deviceSignIns }),
		ends,
		events,
	});
	const writable = () => permissions.refusal("assign") === undefined;
	const cycles = async () => {
		await provisioning.refresh();
		return provisioning.status();
	};
	const people = createPeopleService({
		...{ directory, events, writable, cycles, now },
		made: keepChanges(`${store.file}.assignments.json`),
	});

	const settings = createSettingsService({ state, test: notifier.test });

	const beginWatching = () => {
		resources.defer(
			watchProvisioning({
				provisioning,
				events,
				refreshProfile: state.refresh,
				openEngine: engineForCycles,
				now,
			}),
		);
		resources.defer(checkAtSignIn({ permissions, source: () => state.inUse.source, events, now }));
		if (mode() === "direct") provisioning.readRecent().catch((error: unknown) => warn(errorMessage(error)));
	};

	return {
		profile,
		shown: () => {
			if (watch) beginWatching();
		},
		profiles: () => state.names,
		subscribe: (listener) =>
			events.on(["profileChanged", "connectionChanged", "sourceChanged", "statusChanged"], listener),
		connection,
		signInCode: deviceSignIns,
		expiring: createExpiringCredentials({
			...{ profile, secret: () => state.secrets.sourceSecret, now },
			checked: permissions.expiry,
			ends: async () => (await ends.of({ profile: state.inUse, secrets: state.secrets }, now()))?.ends ?? [],
		}),
		permissions,
		rules,
		assignedOnly: () => jobRules.profile().scope.users === "assigned",
		handOver: createHandOverService({
			...{ mode, direct: local, hosted: hosted.job, service: hosted.service, links: store, clock },
			openPlanner: async (links) => {
				const { openPlanner } = await import("./connection/open-planner.ts");
				const parts = { profile: profile(), directory: await directory(), target: await target(), clock };
				return openPlanner(parts, links);
			},
			changed: () => events.publish({ type: "jobChanged" }),
			// The demo keeps its settings, too; a profile that only flags describe is not saved as a side effect of a command.
			saveMode: () =>
				state.saved === undefined && !watch && demo === undefined
					? null
					: (to) => settings.change("mode", to),
		}),
		jobSchema: openJobSchema({
			profile,
			mapping: async () => (await ownRules()).mapping,
			directory,
			open: schemaOfJob,
			onPushed: jobRules.outdate,
		}),
		people,
		provisioning,
		settings,
		why: openWhy({ profile, directory, store, onDemand: local.onDemand, now }),
		entraSetup: createEntraSetupService({
			options: { flags, env, demo, deviceSignIns, warn },
			folder: home.config,
			profile,
			events,
		}),
		setup: createSetupService({
			connection,
			saml: async (signal) => (await (await target()).saml?.identityProviders(signal)) ?? null,
			mapping: async () => (await rules()).mapping,
			provisioning,
			intervalMinutes: () => profile().provisioning.intervalMinutes,
		}),
		accounts: createAccountsService({ engine, store, people: people.list, events }),
		deactivated: createDeactivatedService({ engine, store, target, events }),
		close: () => resources.release(),
	};
}
