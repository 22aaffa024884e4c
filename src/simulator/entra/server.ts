import { Counters } from "../loopback/counters.ts";
import { type Answer, json, type Request } from "../loopback/exchange.ts";
import { Faults } from "../loopback/faults.ts";
import { type Handler, type Pending, Router, type Routes } from "../loopback/routes.ts";
import { listen, type Site, type Tls } from "../loopback/server.ts";
import { applicationRoutes } from "./applications/routes.ts";
import { assignments } from "./assignments.ts";
import { batch } from "./batch.ts";
import { EntraControl } from "./control.ts";
import { controlRoutes } from "./control-routes.ts";
import { delta } from "./delta.ts";
import { groups } from "./groups.ts";
import { badRequest, GraphRefusal } from "./odata/refusal.ts";
import { AccessTokens } from "./sign-in/access-tokens.ts";
import { ClientCertificates } from "./sign-in/client-assertion.ts";
import { DeviceCodes } from "./sign-in/device-codes.ts";
import { denied } from "./sign-in/permissions.ts";
import { type Client, tokenEndpoint } from "./sign-in/token-endpoint.ts";
import { sourceDirectory } from "./source-directory.ts";
import { AuditLog } from "./synchronization/audit-log.ts";
import type { SummaryContext } from "./synchronization/log/show-summary.ts";
import { synchronizationRoutes } from "./synchronization/routes.ts";
import { ProvisioningService } from "./synchronization/service.ts";
import type { Tenant } from "./tenant.ts";
import { users } from "./users.ts";

/** What an Entra simulator needs. */
export interface EntraOptions {
	readonly tenant: Tenant;
	readonly client: Client;
	/** 0 uses any free port. */
	readonly port: number;
	readonly tls?: Tls;
	/** Whether started jobs run their cycles by themselves. */
	readonly cycles?: "automatic" | "manual";
}

/** A running Entra simulator. */
export interface EntraServer {
	/** The Graph endpoint: `http://127.0.0.1:PORT/v1.0`. */
	readonly graphUrl: string;
	/** The authority host without the tenant: `http://127.0.0.1:PORT`. */
	readonly authorityUrl: string;
	readonly control: EntraControl;
	/** The base of the control API over HTTP. */
	readonly controlUrl: string;
	close(): Promise<void>;
}

/** Serves a tenant on 127.0.0.1: the token endpoint and Microsoft Graph. */
export async function startEntra({
	tenant,
	client,
	port,
	tls,
	cycles = "manual",
}: EntraOptions): Promise<EntraServer> {
	const faults = new Faults();
	const counters = new Counters();
	const partFaults = new Faults();
	const partCounters = new Counters();
	const { clock } = tenant;
	const accessTokens = new AccessTokens(clock);
	const certificates = new ClientCertificates();
	const deviceCodes = new DeviceCodes(clock);
	const directory = sourceDirectory(tenant);
	const service = new ProvisioningService({
		synchronization: tenant.synchronization,
		directory,
		log: tenant.provisioningLog,
		clock: tenant.clock,
		ca: tls?.cert,
	});
	const auditLog = new AuditLog(
		tenant.provisioningLog,
		summaryContext(tenant, client.tenantId),
		tenant.clock,
	);
	const control = new EntraControl({
		tenant,
		service,
		auditLog,
		accessTokens,
		certificates,
		deviceCodes,
		faults,
		partFaults,
		partCounters,
		counters,
	});

	/** Turns a GraphRefusal into its response; any other error is a bug of the simulator and is rethrown. */
	const refusal = (error: unknown): Answer => {
		if (error instanceof GraphRefusal) return error.answer(tenant.clock());
		throw error;
	};
	const guarded = (routes: Routes<Pending>): Routes<Pending> =>
		Object.fromEntries(Object.entries(routes).map(([key, handler]) => [key, guard(handler, refusal)]));
	const resources = guarded({
		...users(tenant),
		...groups(tenant),
		...assignments(tenant),
		...applicationRoutes({
			applications: tenant.applications,
			tenantId: client.tenantId,
			clock: tenant.clock,
			nextOrdinal: () => tenant.nextOrdinal(),
			remove: (application) => tenant.removeApplication(application),
		}),
		...synchronizationRoutes({
			synchronization: tenant.synchronization,
			service,
			directory,
			tenantId: client.tenantId,
			clock: tenant.clock,
			servicePrincipal: (key) => tenant.applications.servicePrincipal(key),
		}),
		...auditLog.routes(),
		...delta(tenant),
		"GET /v1.0/subscribedSkus": () =>
			json(200, {
				value: [
					{
						id: `${client.tenantId}_subscription`,
						appliesTo: "User",
						capabilityStatus: "Enabled",
						skuPartNumber: "SIMULATED",
						servicePlans: tenant.servicePlans.map((servicePlanName) => ({
							appliesTo: "User",
							provisioningStatus: "Success",
							servicePlanName,
						})),
					},
				],
			}),
		"GET /v1.0/organization": () =>
			json(200, { value: [{ id: client.tenantId, displayName: tenant.displayName }] }),
	});
	const graph = new GraphRouter(resources);
	const partAnswer = (part: Request, target: string): Pending => {
		const fault = partFaults.take(part.method, target) ?? faults.take(part.method, target);
		if (fault?.kind === "status")
			return { status: fault.status, headers: fault.headers, text: fault.text ?? "" };
		const match = graph.match(part.method, part.path);
		const refused = refuseGraph(part, match.kind, control, accessTokens, refusal);
		return refused ?? (match.kind === "found" ? match.answer(part) : json(404, {}));
	};
	const answerPart = (part: Request): Pending => {
		const query = part.query.size > 0 ? `?${part.query}` : "";
		const target = `${part.path}${query}`;
		const given = partAnswer(part, target);
		const count = (answer: Answer) => {
			partCounters.begin();
			partCounters.end(part.method, { at: clock(), method: part.method, target, status: answer.status });
			return answer;
		};
		return given instanceof Promise ? given.then(count) : count(given);
	};

	const site: Site<Pending> = {
		routes: new GraphRouter({
			...tokenEndpoint({ client, tokens: accessTokens, certificates, deviceCodes, clock }),
			...guarded({ "POST /v1.0/$batch": (request) => batch(request, answerPart) }),
			...resources,
		}),
		control: new Router({ ...control.routes(), ...controlRoutes(control) }),
		faults,
		counters,
		clock: tenant.clock,
		admit: () => ({ leave: () => undefined }),
		answer: (request, match) => {
			if (match.kind === "found" && !request.path.startsWith("/v1.0/")) return match.answer(request);
			const refused = refuseGraph(request, match.kind, control, accessTokens, refusal);
			return refused ?? (match.kind === "found" ? match.answer(request) : json(404, {}));
		},
	};
	const { origin, close } = await listen(site, port, tls);
	if (cycles === "automatic") service.automate();
	return {
		graphUrl: `${origin}/v1.0`,
		authorityUrl: origin,
		control,
		controlUrl: `${origin}/_control`,
		close: async () => {
			await service.close();
			await close();
		},
	};
}

function summaryContext({ applications }: Tenant, tenantId: string): SummaryContext {
	return {
		tenantId,
		nameOf: (id) => applications.all.get(id)?.displayName ?? "",
		templateOf: (id) => applications.all.get(id)?.applicationTemplateId ?? "",
	};
}

/** Finds applications by `(appId='…')` too. */
class GraphRouter extends Router<Pending> {
	override match(method: string, path: string): ReturnType<Router<Pending>["match"]> {
		const byAppId = /^\/v1\.0\/(applications|servicePrincipals)\(appId=(?:'|%27)([^/]*?)(?:'|%27)\)/i;
		return super.match(method, path.replace(byAppId, "/v1.0/$1/appId=$2"));
	}
}

function guard(handler: Handler<Pending>, refusal: (error: unknown) => Answer): Handler<Pending> {
	return (request, first, second, third) => {
		try {
			const answer = handler(request, first, second, third);
			return answer instanceof Promise ? answer.catch(refusal) : answer;
		} catch (error) {
			return refusal(error);
		}
	};
}

/** What Graph rejects before it reads the resource: no route, no valid token, no permission. */
function refuseGraph(
	request: Request,
	match: "found" | "wrong-method" | "unknown",
	control: EntraControl,
	tokens: AccessTokens,
	refusal: (error: unknown) => Answer,
): Answer | undefined {
	const [scheme = "", token = ""] = (request.headers.authorization ?? "").split(" ");
	const state = scheme.toLowerCase() === "bearer" && token !== "" ? tokens.check(token) : "missing";
	if (typeof state === "string") {
		const message = {
			missing: "Access token is empty.",
			unknown: "CompactToken parsing failed with error code: 80049217",
			expired: "Lifetime validation failed, the token is expired.",
		}[state];
		return refusal(
			new GraphRefusal(401, "InvalidAuthenticationToken", message, { "www-authenticate": 'Bearer realm=""' }),
		);
	}
	const denial = denied(request.method, request.path, state.permissions);
	if (denial === "synchronization" && control.synchronizationDenied === 401) {
		return refusal(new GraphRefusal(401, "UnknownError", ""));
	}
	if (denial !== undefined || control.forbidden.some((part) => request.path.includes(part))) {
		return refusal(
			new GraphRefusal(
				403,
				"Authorization_RequestDenied",
				"Insufficient privileges to complete the operation.",
			),
		);
	}
	if (match === "wrong-method") {
		return refusal(new GraphRefusal(405, "Request_BadRequest", `${request.method} is not supported here.`));
	}
	if (match === "unknown")
		return refusal(badRequest(`Resource not found for the segment '${request.path}'.`));
	return undefined;
}
