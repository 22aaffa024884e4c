import type { Connector } from "../http/connector.ts";
import type { LimiterSettings, LimiterStats } from "../http/limiter.ts";
import { monotonicClock, type Pace } from "../http/monotonic-clock.ts";
import type { BackOff } from "../http/retry-timing.ts";
import { sharedSession } from "../http/shared-session.ts";
import type { Permit, Priority, RoleNames, Target } from "../ports/target.ts";
import { createScimClient } from "../scim-client/client.ts";
import { createScimTargets } from "../scim-client/target.ts";
import { type ConnectionTest, testConnection } from "../scim-client/test-connection.ts";
import { savedTokenToSend } from "./access-key.ts";
import { type ClassicUsers, createClassicUsers } from "./classic-users.ts";
import { createRoles, type Roles } from "./roles.ts";
import { createSaml, type Saml } from "./saml.ts";
import { createSamlConfigurations, type SamlConfigurations } from "./saml-configurations.ts";
import { serviceAccountsOf } from "./service-accounts.ts";
import { classicBase, nameOfDeployment, readTenantUrl } from "./tenant-url.ts";

export type SumoTargetOptions = {
	/** As entered: see `readTenantUrl`. */
	readonly scimUrl: string;
	/** Base64 of `accessId:accessKey`: see `secretToken`. For another SCIM server, its bearer token. */
	readonly secretToken: string;
	/** The name of the Enterprise application, for messages. */
	readonly appName: string;
	/** Default 4, what Sumo allows; 0: no limit. */
	readonly requestsPerSecond?: number;
	/** Default 10, what Sumo allows. */
	readonly concurrency?: number;
	/** For one attempt; default 30 s. */
	readonly timeoutMs?: number;
	/** Maximum number of retries where they are safe; default 5. */
	readonly retries?: number;
	readonly backOff?: BackOff;
	/** Proxy and certificates; default: proxies from the process's environment. */
	readonly connector?: Connector | undefined;
	/** For tests; the default does not follow changes of the wall clock. */
	readonly clock?: Pace;
};

/** A Sumo Logic organization, or another SCIM server, which has no classic users, roles, or SAML. */
export interface SumoTarget {
	/** The target of provisioning; use "interactive" for what an operator waits for. */
	target(priority: Priority, permit?: Permit): Target;
	readonly classic: ClassicUsers | null;
	readonly roles: Roles | null;
	readonly saml: Saml | null;
	readonly samlConfigurations: SamlConfigurations | null;
	readonly roleNames: RoleNames;
	/** The limiter that everything with this credential in this process shares. */
	stats(): LimiterStats;
	/** Changes the limits, from the next request on. */
	pace(settings: LimiterSettings): void;
	/** Number of requests sent through this object, including retries. */
	requests(): number;
	testConnection(signal?: AbortSignal): Promise<ConnectionTest>;
}

/**
 * Creates the clients of one account, which share one credential, one limiter, and one session. SCIM gets the token as Bearer, the other APIs as
 * Basic. Sends nothing yet. Throws `TenantUrlError` for a URL that cannot be used, and `AccessKeyError` for a token that Sumo Logic cannot have given.
 */
export function createSumoTarget(options: SumoTargetOptions): SumoTarget {
	const { appName, requestsPerSecond = 4, concurrency = 10, clock = monotonicClock } = options;
	const { url, deployment } = readTenantUrl(options.scimUrl);
	const token = savedTokenToSend(options.secretToken, classicBase(url) !== null);
	const limits = { requestsPerSecond, concurrency };
	const { limiter, cookies, patience } = sharedSession(url, token, limits, {
		clock,
		backOff: options.backOff,
	});
	const common = {
		limiter,
		clock,
		connector: options.connector,
		cookies,
		patience,
		nameOf: nameOfDeployment,
		...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
		...(options.retries === undefined ? {} : { retries: options.retries }),
		...(options.backOff === undefined ? {} : { backOff: options.backOff }),
	};
	const scim = createScimClient({ ...common, baseUrl: url, authorization: () => `Bearer ${token}` });
	const label = deployment === null ? new URL(url).host : `Sumo Logic ${deployment}`;

	const apiBase = classicBase(url);
	const api =
		apiBase === null
			? null
			: createScimClient({
					...common,
					baseUrl: apiBase.replace(/\/$/, ""),
					authorization: () => `Basic ${token}`,
				});

	const roles = api === null ? null : createRoles(api);
	const classic = api === null ? null : createClassicUsers(api);
	const known = api === null ? null : serviceAccountsOf(createClassicUsers(api, "cycle"), clock.now);
	const requests = () => scim.requests() + (api?.requests() ?? 0);

	const targets = createScimTargets(scim, label, requests);
	return {
		target: (priority, permit) => {
			const target = targets(priority, permit);
			return known === null ? target : { ...target, isServiceAccount: known };
		},
		classic,
		roles,
		roleNames: async (signal) => {
			const all = await roles?.list(signal);
			return all === undefined ? null : new Set(all.map(({ name }) => name));
		},
		saml: api === null ? null : createSaml(api),
		samlConfigurations: api === null ? null : createSamlConfigurations(api),
		stats: () => limiter.stats(),
		pace: (settings) => limiter.configure(settings),
		requests,
		testConnection: (signal) => testConnection(scim, { appName, signal, nameOf: nameOfDeployment }),
	};
}
