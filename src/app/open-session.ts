import { namesConnection, profileName, unnamed } from "../config/from-flags.ts";
import { resolveHome } from "../config/home.ts";
import { type Profile, type ProfileSecrets, profileSchema } from "../config/profile.ts";
import { openSecrets } from "../config/secrets.ts";
import { openSettings } from "../config/settings.ts";
import { Typed } from "../config/spellings.ts";
import { createEngine, type Engine } from "../engine/engine.ts";
import type { Rules } from "../engine/plan/rules.ts";
import { compileMappings, redactedAttributes } from "../mapping/compile.ts";
import type { EngineEvent } from "../ports/event.ts";
import { RemediableError } from "../ports/remedy.ts";
import { compileScope } from "../scoping/evaluate.ts";
import { openStore } from "../store/sqlite/open.ts";
import { tenantUrl } from "../sumo/deployment.ts";
import { createSumoTarget, type SumoTarget } from "../sumo/target.ts";
import { createAccountsService } from "./accounts/accounts-service.ts";
import { createConnectionService } from "./connection/connection-service.ts";
import { createDeactivatedService } from "./deactivated/deactivated-service.ts";
import { createLogRetention } from "./log/log-retention.ts";
import { createMappingService } from "./mapping/mapping-service.ts";
import { commandDelivery } from "./notify/command.ts";
import { createNotifier, type Delivery } from "./notify/notifier.ts";
import { webhookDelivery } from "./notify/webhook.ts";
import { createPeopleService } from "./people/people-service.ts";
import { dismissDeadRunner, runnerName } from "./process/runner.ts";
import { spareMemory } from "./process/spare-memory.ts";
import { systemClock } from "./process/system-clock.ts";
import { backUp } from "./profile/back-up.ts";
import { carryOver } from "./profile/carry-over.ts";
import { keepPair } from "./profile/keep-pair.ts";
import { mappingSetOf, scopeOf } from "./profile/profile-parts.ts";
import { pairOf, storeOf } from "./profile/profile-store.ts";
import { type ProfileChoice, resolveProfile } from "./profile/resolve-profile.ts";
import { createProvisioningService } from "./provisioning/provisioning-service.ts";
import { createRuleHistoryService } from "./rules/rule-history-service.ts";
import { createScopeService } from "./scope/scope-service.ts";
import type { Session } from "./session.ts";
import { createSettingsService } from "./settings/settings-service.ts";
import { createSetupService } from "./setup/setup-service.ts";
import { openSource, whileSomebodyWaits } from "./source/open-source.ts";
import { keep } from "./state/kept.ts";
import { createWhyService } from "./why/why-service.ts";

export type OpenOptions = ProfileChoice & {
	/** Run cycles by the clock while the session is open and provisioning is On; a script runs one and leaves. */
	readonly watch?: boolean;
	/** Rings the terminal's bell when somebody is to be told; absent without a terminal. */
	readonly ring?: () => void;
};

/** The profile that a console should open; undefined when none is saved and none is asked for. */
export async function profileToOpen({
	flags,
	env,
}: Pick<ProfileChoice, "flags" | "env">): Promise<string | undefined> {
	const named = profileName(flags, env) ?? (await openSettings(resolveHome(flags.home, env)).currentName());
	return named ?? (namesConnection(flags, env) ? unnamed : undefined);
}

/**
 * Opens a profile: settings, secrets, store, and what speaks to its source and target once it is needed.
 *
 * @throws UsageError, ConfigError, StoreError
 */
export async function openSession(options: OpenOptions): Promise<Session> {
	spareMemory();
	const home = resolveHome(options.flags.home, options.env);
	const settings = openSettings(home);
	const early: string[] = [];
	const vault = openSecrets(home, (message) => early.push(message));
	let { profile, secrets } = await resolveProfile(options, settings, vault);
	let profiles = await settings.profileNames();
	/** As it is saved, without what flags and environment say; undefined as long as it is not. */
	let saved = await settings.profile(profile.name);
	const begun = options.begin && secrets.secretToken === undefined;
	const storeInUse = storeOf(home, profile, begun ? profile : saved);
	const store = await openStore(storeInUse);
	await dismissDeadRunner(store, systemClock.now());

	const listeners = new Set<() => void>();
	const changed = () => {
		for (const listener of listeners) listener();
	};

	/** What was made for the profile as it is; made anew when the connection changes. */
	const directory = keep(() => openSource(profile.source, secrets.sourceSecret, options.demo));
	const engine = keep(async (): Promise<Engine> => {
		const source = await directory.get();
		targetNow(); // a target that cannot be used must not cost the links of the one that can
		await keepPair(store, pairOf(profile), warn);
		const made = createEngine({
			directory: source,
			target: (priority, permit) => targetNow().target(priority, permit),
			roleNames: (signal) => targetNow().roleNames(signal),
			store,
			...rulesOf(profile),
			clock: systemClock,
			emit: tell,
			holder: runnerName(),
			afterChange: () => backUp(store, systemClock.now(), warn),
		});
		if (options.watch) made.watch();
		return made;
	});
	let target: SumoTarget | undefined;
	const targetNow = () => {
		target ??= targetOf(profile, secrets);
		return target;
	};
	const warn = (message: string) => tell({ type: "warning", time: systemClock.now(), message });
	const notifier = createNotifier({
		store,
		profile: profile.name,
		deliveries: () => deliveriesOf(profile, secrets, options.env),
		bell: () => (profile.notifications.bell ? options.ring : undefined),
		now: systemClock.now,
		warn: (message) => warn(message),
	});
	const retention = createLogRetention({
		keepDays: () => profile.log.keepDays,
		prune: (before) => store.pruneLog(before),
		warn: (message) => warn(message),
	});
	const tell = (event: EngineEvent) => {
		notifier.hear(event);
		retention.hear(event);
		if (event.type === "cycleEnded") forget();
		provisioning.tell(event);
	};
	const disconnect = async () => {
		const [running, source] = await Promise.allSettled([engine.drop(), directory.drop()]);
		target = undefined;
		if (running.status === "fulfilled") await running.value?.close();
		if (source.status === "fulfilled") await source.value?.close();
		forget();
	};
	const adopt = async (toSave: Profile, inUse: Profile) => {
		rulesOf(inUse);
		rulesOf(toSave);
		await settings.saveProfile(toSave);
		const before = profile;
		saved = toSave;
		profile = inUse;
		profiles = await settings.profileNames();
		await (await engine.peek())?.configure(rulesOf(profile));
		target?.pace(profile.provisioning);
		await provisioning.refresh();
		changed();
		await history.record(before, inUse);
	};
	const readSaved = async () => {
		saved = (await settings.profile(profile.name)) ?? saved;
		return saved ?? profile;
	};
	const saveProfile = async (next: Profile) =>
		adopt(profileSchema.parse(carryOver(await readSaved(), profile, next)), next);
	const save = async (next: Profile, changedSecrets: ProfileSecrets) => {
		const { webhook } = await vault.read(next.name);
		const others = profileSchema.parse(carryOver(await readSaved(), profile, next));
		const { appName, source } = next;
		saved = { ...others, appName, source, target: next.target };
		await settings.saveProfile(saved);
		// The demo's credentials come anew with the demo tenant.
		if (options.demo === undefined)
			await vault.write(next.name, { ...withWebhook(webhook), ...changedSecrets });
		await disconnect();
		profile = next;
		secrets = { ...withWebhook(secrets.webhook), ...changedSecrets };
		profiles = await settings.profileNames();
		if (storeOf(home, next, next) !== storeInUse)
			warn(
				"Source and target are others than those this console was started with: started anew, the profile begins a log of its own, and the next cycle matches everybody anew.",
			);
		changed();
	};

	const typed = new Typed(options.flags, options.env);
	let { webhook: savedWebhook } = await vault.read(profile.name);
	const saveWebhook = async (url: string | undefined) => {
		if (saved === undefined) await adopt(profile, profile);
		const { webhook: _, ...others } = await vault.read(profile.name);
		await vault.write(profile.name, { ...others, ...withWebhook(url) });
		savedWebhook = url;
		if (typed.origin("notifyWebhookEnv") === undefined) {
			const { webhook: __, ...inUse } = secrets;
			secrets = { ...inUse, ...withWebhook(url) };
		}
		changed();
	};

	const people = createPeopleService({
		directory: directory.get,
		changed: () => {
			scope.forget();
			mapping.forget();
			changed();
		},
	});
	const history = createRuleHistoryService({
		profile: () => profile,
		saveProfile,
		store,
		now: systemClock.now,
	});
	const scope = createScopeService({ profile: () => profile, saveProfile, directory: directory.get, store });
	const mapping = createMappingService({
		profile: () => profile,
		saveProfile,
		directory: directory.get,
		history,
		roles: (signal) => targetNow().roleNames(signal),
	});
	/** What was read of the source may have changed. */
	const forget = () => {
		people.forget();
		scope.forget();
		mapping.forget();
		accounts.forget();
		deactivated.forget();
	};
	const provisioning = createProvisioningService({
		engine: engine.get,
		store,
		now: systemClock.now,
		self: runnerName(),
		limiter: () => target?.stats() ?? null,
		requestsPerSecond: () => profile.provisioning.requestsPerSecond,
		changed,
	});
	const changedTarget = () => {
		accounts.forget();
		deactivated.forget();
		return provisioning.refresh();
	};
	const accounts = createAccountsService({ engine: engine.get, people: people.list, changed: changedTarget });
	const deactivated = createDeactivatedService({
		engine: engine.get,
		store,
		target: targetNow,
		changed: changedTarget,
	});
	const connection = createConnectionService({
		profile: () => profile,
		secrets: () => secrets,
		save,
		openTarget: (scimUrl, secretToken, appName) =>
			createSumoTarget({
				scimUrl,
				secretToken,
				appName,
				requestsPerSecond: profile.provisioning.requestsPerSecond,
				concurrency: profile.provisioning.concurrency,
				...whileSomebodyWaits,
			}),
		openSource: (source, secret) => openSource(source, secret, options.demo, whileSomebodyWaits),
	});
	early.map(warn);
	await provisioning.refresh();
	const watching = options.watch ? watchStatus(provisioning.lookAround, warn) : undefined;
	if (options.watch && provisioning.status().enabled)
		engine.get().catch((error: unknown) => warn(messageOf(error)));

	return {
		profile: () => profile,
		profiles: () => profiles,
		subscribe: (listener) => {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		connection,
		mapping,
		scope,
		people,
		provisioning,
		settings: createSettingsService({
			profile: () => profile,
			saved: () => saved ?? profile,
			readSaved,
			save: (toSave, inUse) => adopt(toSave, inUse ?? profile),
			webhook: () => ({ inUse: secrets.webhook !== undefined, saved: savedWebhook !== undefined }),
			saveWebhook,
			origin: (spelling) => typed.origin(spelling),
			test: notifier.test,
		}),
		why: createWhyService({
			profile: () => profile,
			directory: directory.get,
			store,
			onDemand: provisioning.onDemand,
			now: systemClock.now,
		}),
		setup: createSetupService({
			connection,
			saml: async (signal) => (await targetNow().saml?.identityProviders(signal)) ?? null,
			mapping,
			provisioning,
			intervalMinutes: () => profile.provisioning.intervalMinutes,
		}),
		accounts,
		deactivated,
		close: async () => {
			clearInterval(watching);
			await disconnect();
			await Promise.all([notifier.settled(), retention.settled()]);
			await store.close();
		},
	};
}

function withWebhook(webhook: string | undefined): Pick<ProfileSecrets, "webhook"> {
	return webhook === undefined ? {} : { webhook };
}

function deliveriesOf(
	{ notifications: { command, webhookFormat } }: Profile,
	secrets: ProfileSecrets,
	env: OpenOptions["env"],
): readonly Delivery[] {
	const hidden = Object.values(secrets).filter((secret) => typeof secret === "string");
	return [
		...(command === undefined ? [] : [commandDelivery({ command, env, secrets: hidden })]),
		...(secrets.webhook === undefined ? [] : [webhookDelivery(secrets.webhook, { format: webhookFormat })]),
	];
}

function targetOf({ appName, target, provisioning }: Profile, { secretToken }: ProfileSecrets): SumoTarget {
	if (secretToken === undefined)
		throw new RemediableError("The access key is not saved.", { type: "enter-credentials" });
	const { requestsPerSecond, concurrency } = provisioning;
	const scimUrl = target.deployment === "custom" ? (target.scimUrl ?? "") : tenantUrl(target.deployment);
	return createSumoTarget({ scimUrl, secretToken, appName, requestsPerSecond, concurrency });
}

/** Throws `MappingError` and `ScopeError`, so that nothing that does not compile is ever saved or run. */
function rulesOf(profile: Profile): Rules {
	const mappings = compileMappings(mappingSetOf(profile));
	return {
		mappings,
		scope: compileScope(scopeOf(profile), redactedAttributes(mappings)),
		settings: profile.provisioning,
	};
}

/** Another process may switch provisioning On or Off, or run: header and log should show it within seconds. */
function watchStatus(lookAround: () => Promise<void>, warn: (message: string) => void): NodeJS.Timeout {
	let told = "";
	const look = () =>
		lookAround().then(
			() => {
				told = "";
			},
			(error: unknown) => {
				if (messageOf(error) !== told) warn(messageOf(error));
				told = messageOf(error);
			},
		);
	return setInterval(look, 5_000).unref();
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
