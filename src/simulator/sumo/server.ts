import { timingSafeEqual } from "node:crypto";
import { Counters } from "../loopback/counters.ts";
import type { Answer, Request } from "../loopback/exchange.ts";
import { Faults } from "../loopback/faults.ts";
import { type Handler, Router, type Routes } from "../loopback/routes.ts";
import { type Admission, listen, type Site, type Tls } from "../loopback/server.ts";
import { classicUsers } from "./classic-users.ts";
import { SumoControl } from "./control.ts";
import type { Organization } from "./organization.ts";
import { type Limit, RateLimit } from "./rate-limit.ts";
import { ApiRefusal, ScimRefusal } from "./refusal.ts";
import { roles } from "./roles.ts";
import { saml } from "./saml.ts";
import { scimUsers } from "./users.ts";

/** What a Sumo simulator needs. */
export interface SumoOptions {
	readonly organization: Organization;
	readonly accessId: string;
	readonly accessKey: string;
	readonly limit: Limit;
	/** 0 uses any free port. */
	readonly port: number;
	/** A monotonic clock in milliseconds, for the limit. */
	readonly ticks: () => number;
	readonly tls?: Tls;
}

/** A running Sumo simulator. */
export interface SumoServer {
	/** The API endpoint in Sumo Logic's form: `http://127.0.0.1:PORT/api/`. */
	readonly url: string;
	readonly control: SumoControl;
	/** The base of the control API over HTTP. */
	readonly controlUrl: string;
	close(): Promise<void>;
}

/** Serves an organization on 127.0.0.1. */
export async function startSumo(options: SumoOptions): Promise<SumoServer> {
	const { organization } = options;
	const faults = new Faults();
	const counters = new Counters();
	const rateLimit = new RateLimit(options.limit, options.ticks);
	const control = new SumoControl(organization, faults, counters, rateLimit);
	const behavior = (): typeof control.behavior => control.behavior;
	const token = Buffer.from(`${options.accessId}:${options.accessKey}`).toString("base64");
	let requests = 0;

	/** Turns a refusal into its response; any other error is a bug of the simulator and is rethrown. */
	const refusal = (error: unknown): Answer => {
		if (error instanceof ScimRefusal) return error.answer(behavior().errorStatus);
		if (error instanceof ApiRefusal) return error.answer(++requests);
		throw error;
	};
	const guarded = (routes: Routes): Routes =>
		Object.fromEntries(Object.entries(routes).map(([key, handler]) => [key, guard(handler, refusal)]));

	const site: Site = {
		routes: new Router(
			guarded({
				...scimUsers(organization, behavior),
				...classicUsers(organization, behavior),
				...roles(organization),
				...saml(organization),
			}),
		),
		control: new Router(control.routes()),
		faults,
		counters,
		clock: organization.clock,
		admit: (): Admission => {
			if (rateLimit.enter()) return { leave: () => rateLimit.leave() };
			const { retryAfter } = rateLimit.limit;
			const headers: Record<string, string> =
				retryAfter === null ? {} : { "retry-after": String(retryAfter) };
			return { refused: refusal(new ApiRefusal(429, "rate.limit.exceeded", "Rate limit exceeded", headers)) };
		},
		intercept: (request, match) => {
			try {
				refuseBeforeRouting(request, control, token);
			} catch (error) {
				return refusal(error);
			}
			if (match === "wrong-method")
				return refusal(new ApiRefusal(405, "method.unsupported", "Unsupported method"));
			if (match === "unknown") return refusal(new ApiRefusal(404, "notfound", `No resource ${request.path}`));
			return undefined;
		},
	};
	const listening = await listen(site, options.port, options.tls);
	return {
		url: `${listening.origin}/api/`,
		control,
		controlUrl: `${listening.origin}/_control`,
		close: listening.close,
	};
}

function guard(handler: Handler, refusal: (error: unknown) => Answer): Handler {
	return (request, first, second) => {
		try {
			return handler(request, first, second);
		} catch (error) {
			return refusal(error);
		}
	};
}

/** What the gateway checks before any API: the deployment, the key, the permissions, the media type. */
function refuseBeforeRouting(request: Request, control: SumoControl, token: string): void {
	const { deployment, forbidden } = control.behavior;
	if (deployment.kind === "moved") {
		const query = request.query.size > 0 ? `?${request.query}` : "";
		const location = deployment.to.replace(/\/$/, "") + request.path.replace(/^\/api/, "") + query;
		throw new ApiRefusal(301, "moved", "The requested resource is in another deployment", { location });
	}
	const scim = request.path.startsWith("/api/v1/scim/");
	if (deployment.kind === "unknown" || !authorized(request.headers.authorization ?? "", token, scim)) {
		throw new ApiRefusal(401, "unauthorized", "Credential could not be verified");
	}
	if (forbidden)
		throw new ApiRefusal(403, "forbidden", "This operation is not allowed for your account type");
	if (request.body === "") return;
	const type = (request.headers["content-type"] ?? "").split(";", 1)[0]?.trim().toLowerCase();
	if (type === "application/json" || (scim && type === "application/scim+json")) return;
	throw new ApiRefusal(415, "contenttype.invalid", "Invalid content type");
}

/** SCIM accepts Basic and Bearer; the other APIs accept only Basic. */
function authorized(header: string, token: string, scim: boolean): boolean {
	const [scheme = "", given = ""] = header.split(" ");
	const schemes = scim ? ["basic", "bearer"] : ["basic"];
	if (!schemes.includes(scheme.toLowerCase())) return false;
	const [a, b] = [Buffer.from(given), Buffer.from(token)];
	return a.length === b.length && timingSafeEqual(a, b);
}
