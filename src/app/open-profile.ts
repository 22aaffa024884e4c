import { errorMessage } from "../text/error-message.ts";
import { createAccountsService } from "./accounts/accounts-service.ts";
import { createConnectionService } from "./connection/connection-service.ts";
import { createDeactivatedService } from "./deactivated/deactivated-service.ts";
import { createEntraSetupService } from "./guided-setup/entra-setup-service.ts";
import { createHandOverService } from "./hosted-job/hand-over-service.ts";
import { type OpenOptions, openFoundation } from "./open/open-foundation.ts";
import { openJobs } from "./open/open-jobs.ts";
import { openRules } from "./open/open-rules.ts";
import { keepChanges } from "./people/kept-changes.ts";
import { createPeopleService } from "./people/people-service.ts";
import { checkAtSignIn } from "./permissions/check-at-sign-in.ts";
import { PermissionsService } from "./permissions/permissions-service.ts";
import { type Resources, withResources } from "./process/resources.ts";
import { watchProvisioning } from "./provisioning/watch.ts";
import type { Session } from "./session.ts";
import { createSettingsService } from "./settings/settings-service.ts";
import { createSetupService } from "./setup/setup-service.ts";
import { createExpiringCredentials } from "./source/expiring-credentials.ts";
import { createSourceChanges } from "./source/source-changes.ts";
import { openWhy } from "./why/open-why.ts";

/**
 * Opens a profile: its state and store now; source, target and engine when they are first needed.
 *
 * @throws UsageError, ConfigError, StoreError
 */
export function openProfile(options: OpenOptions): Promise<Session> {
	return withResources((resources) => compose(options, resources));
}

async function compose(options: OpenOptions, resources: Resources): Promise<Session> {
	const { flags, env, demo, watch = false } = options;
	const foundation = await openFoundation(options, resources);
	const { home, clock, events, warn, state, store, notifier, ends, deviceSignIns, connector } = foundation;
	const { directory, engine, target } = foundation.live;
	const { now } = clock;
	const profile = () => state.inUse;
	const { local, hosted, mode, provisioning, engineForCycles } = openJobs(foundation, resources);
	// The first frame does not wait for Graph.
	if (mode() === "direct") await provisioning.refresh();
	else if (watch) void provisioning.refresh();

	const rules = openRules(foundation, { mode });
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
				refreshSource: createSourceChanges({ profile, events }),
				openEngine: engineForCycles,
				now,
			}),
		);
		const source = () => state.inUse.source;
		const hasSecret = () => state.secrets.sourceSecret !== undefined;
		resources.defer(checkAtSignIn({ permissions, source, hasSecret, events, now }));
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
		...rules,
		handOver: createHandOverService({
			...{ mode, direct: local, hosted: hosted.job, service: hosted.service, store, clock },
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
			mapping: async () => (await rules.rules()).mapping,
			provisioning,
			intervalMinutes: () => profile().provisioning.intervalMinutes,
		}),
		accounts: createAccountsService({ engine, store, people: people.list, events }),
		deactivated: createDeactivatedService({ engine, store, target, mode, events }),
		close: () => resources.release(),
	};
}
