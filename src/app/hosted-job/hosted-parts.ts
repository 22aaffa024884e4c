import { openStarts } from "../../config/starts.ts";
import { describeApplication, type FoundApplication } from "../../entra/application.ts";
import { type FoundUser, findUser } from "../../entra/find-user.ts";
import { readCredentialEnds } from "../../entra/permissions/credential-ends.ts";
import { createHostedService } from "../../entra/synchronization/hosted-service.ts";
import { createHostedLog, type HostedLog } from "../../jobs/hosted-log.ts";
import { withShownSwitches } from "../../jobs/shown-switches.ts";
import type { HostedService } from "../../ports/hosted-service.ts";
import type { CredentialEnd } from "../../ports/source/directory.ts";
import { operatorName } from "../process/operator.ts";
import { systemClock } from "../process/system-clock.ts";
import { knownEnds } from "../source/check-ends.ts";
import { openCredentialEnds } from "../source/credential-ends.ts";
import { registrationOf } from "../source/sign-in.ts";
import { type OpenTenantOptions, openTenant } from "../tenant/open-tenant.ts";
import { assertDirectOff, notSeenFromHere } from "./assert-direct-off.ts";
import { hostedKey } from "./assert-job-off.ts";
import { forgetFailedCycles } from "./forget-failed-cycles.ts";
import { UnreadableEntries } from "./unreadable-entries.ts";

/** Entra's own job over Graph, with what keeps it apart from this program's. */
export type HostedParts = {
	/** The profile's name. */
	readonly profile: string;
	readonly service: HostedService;
	readonly log: HostedLog;
	/** What of the log that was read is left out, as a sentence; null when nothing is. */
	readonly unreadable: () => string | null;
	readonly findUser: (named: string, signal?: AbortSignal) => Promise<FoundUser>;
	/** Rejects with `DirectOnError` while this program provisions the same application. */
	readonly assertAlone: (signal?: AbortSignal) => Promise<void>;
	/** What `assertAlone` cannot see, as a sentence. */
	readonly notSeen: string;
	/** Ends of credentials, at most a day old. */
	readonly credentialEnds: (signal?: AbortSignal) => Promise<readonly CredentialEnd[]>;
	/** Records who started the job; or, for one that is off, forgets that, and that cycles failed because it was on. */
	readonly onSwitched: (jobId: string, enabled: boolean) => Promise<void>;
	close(): void;
};

/** Milliseconds between two reads of new log entries. */
const logPace = 10_000;

/**
 * Opens the job of a profile; sends nothing yet.
 *
 * @throws UsageError, ConfigError, DirectoryError for a missing secret
 */
export async function openHostedParts(options: OpenTenantOptions): Promise<HostedParts> {
	const { inUse, home, client, applicationName, now } = await openTenant(options);
	const { source, name } = inUse.profile;
	const clock = options.clock ?? systemClock;
	const starts = openStarts(home);
	const ended = new AbortController();
	let found: FoundApplication | undefined;
	const application = async (signal?: AbortSignal) => {
		found ??= await describeApplication(client, applicationName, signal);
		return found;
	};
	const provisioned = async (signal?: AbortSignal) => ({
		tenantId: source.type === "entra" ? source.tenantId : "",
		application: await application(signal),
		isDemo: options.demo !== undefined,
	});
	const unreadable = new UnreadableEntries();
	const service = withShownSwitches(
		createHostedService({
			client,
			application: async (signal) => (await application(signal)).id,
			clock,
			onUnreadable: unreadable.add,
		}),
		clock,
	);
	return {
		profile: name,
		service,
		log: createHostedLog({
			read: (range) => unreadable.reading(service, range, options.warn, ended.signal),
			now,
			paceMs: logPace,
		}),
		unreadable: () => unreadable.text(),
		findUser: (user, signal) => findUser(client, user, signal),
		assertAlone: async (signal) =>
			assertDirectOff({ ...{ home, starts, warn: options.warn }, ...(await provisioned(signal)) }),
		notSeen: notSeenFromHere(home.state),
		credentialEnds: (signal) =>
			knownEnds(
				{
					...{ signIn: () => inUse, ends: openCredentialEnds(home), now },
					read: async () =>
						readCredentialEnds(
							client,
							await registrationOf(source, inUse.secrets.sourceSecret),
							(await application(signal)).id,
							signal,
						),
				},
				signal,
			),
		onSwitched: async (jobId, enabled) => {
			if (enabled) return starts.record(hostedKey(jobId), { by: operatorName(), at: now() });
			await starts.forget(hostedKey(jobId));
			const isOver = ({ code }: { readonly code: string }) => code === "HostedJobOn";
			await forgetFailedCycles(await provisioned(), isOver, home, options.warn);
		},
		close() {
			ended.abort(new Error("Entra's log was closed."));
			client.close();
		},
	};
}
