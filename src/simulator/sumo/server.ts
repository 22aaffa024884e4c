import { Counters } from "../loopback/counters.ts";
import type { Answer } from "../loopback/exchange.ts";
import { Faults } from "../loopback/faults.ts";
import { Router } from "../loopback/routes.ts";
import { type Admission, listen, type Site, type Tls } from "../loopback/server.ts";
import type { BehaviorChange } from "./behavior.ts";
import { classicUsers } from "./classic-users.ts";
import { SumoControl } from "./control.ts";
import { Gateway } from "./gateway.ts";
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
	/** Differences from the documented behavior. */
	readonly behavior?: BehaviorChange;
	/** A monotonic clock in milliseconds, for limit, sessions and bans. */
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
	const control = new SumoControl(organization, faults, counters, rateLimit, options.behavior);
	const behavior = (): typeof control.behavior => control.behavior;
	const token = Buffer.from(`${options.accessId}:${options.accessKey}`).toString("base64");
	const gateway = new Gateway(behavior, token, options.ticks);
	let requests = 0;

	/** The answer to a request: an API's, or that of the refusal which `make` throws. Other errors are bugs of the simulator. */
	const answered = (isScim: boolean, make: () => Answer): Answer => {
		const { errorForm, errorStatus, clockAheadSeconds, byteOrderMark } = behavior();
		let answer: Answer;
		try {
			answer = make();
		} catch (error) {
			if (!(error instanceof ScimRefusal || error instanceof ApiRefusal)) throw error;
			const form = errorForm === "scim" && !isScim ? "documented" : errorForm;
			answer = error.answer({ form, statusAs: errorStatus, request: ++requests });
		}
		if (byteOrderMark && answer.body !== undefined)
			answer = { ...answer, text: `\uFEFF${JSON.stringify(answer.body)}` };
		if (clockAheadSeconds === 0) return answer;
		const date = new Date(organization.clock() + clockAheadSeconds * 1000).toUTCString();
		return { ...answer, headers: { ...answer.headers, date } };
	};

	/** The refusal of a request above the limit. */
	const throttled = (): ApiRefusal => {
		const { retryAfter } = rateLimit.limit;
		const headers: Record<string, string> = retryAfter === null ? {} : { "retry-after": String(retryAfter) };
		switch (behavior().throttledAs) {
			case "429":
				return new ApiRefusal(429, "rate.limit.exceeded", "Rate limit exceeded", headers);
			case "500":
				return new ApiRefusal(500, "internal.error", "Internal server error", headers);
			case "503":
				return new ApiRefusal(503, "service.unavailable", "The service is unavailable", headers);
		}
	};
	const refuse = (isScim: boolean, error: ApiRefusal): Admission => ({
		refused: answered(isScim, () => {
			throw error;
		}),
	});

	const site: Site = {
		routes: new Router({
			...scimUsers(organization, behavior),
			...classicUsers(organization, behavior),
			...roles(organization),
			...saml(organization),
		}),
		control: new Router(control.routes()),
		faults,
		counters,
		clock: organization.clock,
		admit: (path): Admission => {
			const banned = gateway.banned();
			if (banned) return refuse(isScimPath(path), banned);
			if (rateLimit.enter()) return { leave: () => rateLimit.leave() };
			return refuse(isScimPath(path), throttled());
		},
		answer: (request, match) =>
			answered(isScimPath(request.path), () => {
				const headers = gateway.admit(request);
				if (match.kind === "wrong-method")
					throw new ApiRefusal(405, "method.unsupported", "Unsupported method");
				if (match.kind === "unknown") throw new ApiRefusal(404, "notfound", `No resource ${request.path}`);
				const answer = match.answer(request);
				return { ...answer, headers: { ...answer.headers, ...headers } };
			}),
	};
	const listening = await listen(site, options.port, options.tls);
	return {
		url: `${listening.origin}/api/`,
		control,
		controlUrl: `${listening.origin}/_control`,
		close: listening.close,
	};
}

function isScimPath(path: string): boolean {
	return path.startsWith("/api/v1/scim/");
}
