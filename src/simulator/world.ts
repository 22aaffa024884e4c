import { randomInt, randomUUID } from "node:crypto";
import { performance } from "node:perf_hooks";
import type { EntraControl } from "./entra/control.ts";
import { startEntra } from "./entra/server.ts";
import { Tenant } from "./entra/tenant.ts";
import type { FaultRequest } from "./loopback/faults.ts";
import type { Json, JsonObject } from "./loopback/json.ts";
import type { Tls } from "./loopback/server.ts";
import { type AssignedBy, seedCrowd } from "./seed/crowd.ts";
import { seedDemo, seedEmpty } from "./seed/demo.ts";
import { alphabet, Random } from "./seed/random.ts";
import { type Credentials, fromState, readState, toState, writeState } from "./state.ts";
import type { BehaviorChange } from "./sumo/behavior.ts";
import type { SumoControl } from "./sumo/control.ts";
import { Organization } from "./sumo/organization.ts";
import { type LimitRequest, readLimit } from "./sumo/rate-limit.ts";
import { startSumo } from "./sumo/server.ts";

/** What the simulated world looks like. */
export interface WorldOptions {
	/**
	 * Number of plain users in Entra ID, all of which can be provisioned, instead of the demo tenant
	 * with its 58 users and their special cases. 0…1,000,000.
	 */
	readonly users?: number;
	/**
	 * `empty`: the people and groups of the demo tenant, but no application, and no account in Sumo Logic; `demo` when absent.
	 * Without effect with `users`.
	 */
	readonly tenant?: "empty" | "demo";
	/** Number of assigned users; all when absent. */
	readonly assigned?: number;
	/** Whether each user is assigned, or one group per role; `user` when absent. */
	readonly assignedBy?: AssignedBy;
	/** Number of assigned users that already have an account; none when absent. */
	readonly existing?: number;
	/** The same seed creates the same users, ids and dates; default `"demo"`. */
	readonly seed?: string;
	/** Derives the credentials from a seed too; random when absent. */
	readonly credentialSeed?: string;
	/** Ports on 127.0.0.1; 0 or absent uses any free one. */
	readonly ports?: { readonly sumo?: number; readonly entra?: number };
	/** Sumo Logic's limit; when absent, the documented 4 requests per second and 10 concurrent requests. */
	readonly limit?: LimitRequest;
	/** Differences from Sumo Logic's documented behavior, until changed by the control API. */
	readonly behavior?: BehaviorChange;
	/** Faults of the Sumo Logic simulator, armed from the start. */
	readonly faults?: readonly FaultRequest[];
	/** A file that stores the world. If it exists, the world is loaded from it, regardless of `users` and `seed`; each change is saved to it. */
	readonly state?: string;
	/** Milliseconds since 1970; Date.now when absent. Also used for the limit; must not run backwards. */
	readonly clock?: () => number;
	/** Serves HTTPS instead of HTTP. */
	readonly tls?: Tls;
	/**
	 * `automatic`: started synchronization jobs run their cycles by themselves, at first right away, then every 40 minutes.
	 * `manual` when absent: only when the control API asks.
	 */
	readonly cycles?: "automatic" | "manual";
	/** Seconds between two cycles of a synchronization job; 2,400 when absent, as in Entra. */
	readonly cycleSeconds?: number;
}

/** Sumo Logic and Entra ID on loopback, with their credentials. */
export interface World {
	readonly sumo: {
		/** The API endpoint: `http://127.0.0.1:PORT/api/`. */
		readonly url: string;
		/** The SCIM base ("Tenant URL"): `http://127.0.0.1:PORT/api/v1/scim`. */
		readonly scimUrl: string;
		readonly accessId: string;
		readonly accessKey: string;
		readonly control: SumoControl;
		readonly controlUrl: string;
	};
	readonly entra: {
		/** `http://127.0.0.1:PORT/v1.0`. */
		readonly graphUrl: string;
		/** The authority host, without the tenant. */
		readonly authorityUrl: string;
		readonly tenantId: string;
		readonly clientId: string;
		readonly clientSecret: string;
		/** The application "Sumo Logic"; empty when the tenant has none. */
		readonly servicePrincipalId: string;
		readonly control: EntraControl;
		readonly controlUrl: string;
	};
	/** Everything in the world as JSON, without any secret. */
	snapshot(): Json;
	/** Saves the state if there is a file, and stops listening. */
	close(): Promise<void>;
}

/** Milliseconds between a change and saving it, so that a cycle does not write a thousand files. */
const saveAfter = 300;

/**
 * Starts both simulators on 127.0.0.1.
 * Rejects with an UnreadableState when the state file is invalid, and with EADDRINUSE when a port is in use.
 */
export async function startSimulators(options: WorldOptions = {}): Promise<World> {
	const clock = options.clock ?? Date.now;
	const organization = new Organization(clock);
	const tenant = new Tenant(clock);
	const saved = options.state === undefined ? undefined : readState(options.state);
	const credentials = saved?.credentials ?? newCredentials(options.credentialSeed);
	if (saved) fromState(saved, organization, tenant);
	const servicePrincipalId = saved?.servicePrincipalId ?? seed(options, organization, tenant);

	const sumo = await startSumo({
		organization,
		accessId: credentials.accessId,
		accessKey: credentials.accessKey,
		limit: readLimit(options.limit ?? {}),
		behavior: options.behavior ?? {},
		port: options.ports?.sumo ?? 0,
		ticks: options.clock ?? (() => performance.now()),
		...(options.tls ? { tls: options.tls } : {}),
	});
	for (const fault of options.faults ?? []) sumo.control.fault(fault);
	if (saved) leadToTarget(tenant, `${sumo.url}v1/scim`);
	const entra = await startEntra({
		tenant,
		client: credentials,
		port: options.ports?.entra ?? 0,
		...(options.cycles ? { cycles: options.cycles } : {}),
		...(options.tls ? { tls: options.tls } : {}),
	}).catch(async (error: unknown) => {
		await sumo.close();
		throw error;
	});

	if (options.cycleSeconds !== undefined) {
		entra.control.behave({ synchronization: { cycleSeconds: options.cycleSeconds } });
	}

	const saver =
		options.state === undefined
			? undefined
			: saveChanges(options.state, organization, tenant, () =>
					toState(organization, tenant, credentials, servicePrincipalId),
				);
	if (!saved) saver?.changed();
	return {
		sumo: {
			url: sumo.url,
			scimUrl: `${sumo.url}v1/scim`,
			accessId: credentials.accessId,
			accessKey: credentials.accessKey,
			control: sumo.control,
			controlUrl: sumo.controlUrl,
		},
		entra: {
			graphUrl: entra.graphUrl,
			authorityUrl: entra.authorityUrl,
			tenantId: credentials.tenantId,
			clientId: credentials.clientId,
			clientSecret: credentials.clientSecret,
			servicePrincipalId,
			control: entra.control,
			controlUrl: entra.controlUrl,
		},
		snapshot: (): JsonObject => ({ sumo: sumo.control.snapshot(), entra: entra.control.snapshot() }),
		close: async () => {
			// Entra first: its job would take a target that is gone for a failure.
			await entra.close();
			await sumo.close();
			saver?.finish();
		},
	};
}

/** A job that was saved knows the target at the port of that time; its options, such as `?aadOptscim062020`, stay. */
function leadToTarget({ synchronization }: Tenant, scimUrl: string): void {
	for (const [id, secrets] of [...synchronization.allSecrets()]) {
		const saved = secrets.get("BaseAddress") ?? "";
		const address = saved.replace(/^https?:\/\/(?:127\.0\.0\.1|localhost):\d+\/api\/v1\/scim/, scimUrl);
		if (address !== saved) synchronization.saveSecrets(id, new Map(secrets).set("BaseAddress", address));
	}
}

function seed(options: WorldOptions, organization: Organization, tenant: Tenant): string {
	const random = new Random(options.seed ?? "demo");
	if (options.users === undefined && options.tenant === "empty") {
		seedEmpty(tenant, organization, random);
		return "";
	}
	if (options.users === undefined) return seedDemo(tenant, organization, random);
	const assigned = Math.min(options.users, options.assigned ?? options.users);
	const existing = Math.min(assigned, options.existing ?? 0);
	const { users, assignedBy = "user" } = options;
	return seedCrowd(tenant, organization, random, { users, assigned, assignedBy, existing });
}

function newCredentials(fromSeed: string | undefined): Credentials {
	const random = fromSeed === undefined ? secret : new Random(fromSeed);
	return {
		accessId: `su${random.text(12)}`,
		accessKey: random.text(64),
		tenantId: random.guid(),
		clientId: random.guid(),
		clientSecret: random.text(40),
	};
}

/** Like Random, but unpredictable. */
const secret: Pick<Random, "text" | "guid"> = {
	text: (length) => Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join(""),
	guid: () => randomUUID(),
};

function saveChanges(
	path: string,
	organization: Organization,
	tenant: Tenant,
	state: () => ReturnType<typeof toState>,
): { changed(): void; finish(): void } {
	let timer: NodeJS.Timeout | undefined;
	const save = (): void => {
		timer = undefined;
		writeState(path, state());
	};
	const changed = (): void => {
		timer ??= setTimeout(save, saveAfter).unref();
	};
	organization.changed = changed;
	tenant.changed = changed;
	return {
		changed,
		finish: () => {
			if (timer === undefined) return;
			clearTimeout(timer);
			save();
		},
	};
}
