import { timingSafeEqual } from "node:crypto";
import type { Request } from "../loopback/exchange.ts";
import { Ban, type BanRule } from "./ban.ts";
import type { Behavior } from "./behavior.ts";
import { ApiRefusal } from "./refusal.ts";
import { type SessionRule, Sessions } from "./sessions.ts";

/** What Sumo Logic checks before any of its APIs: the deployment, the key, the session, the capabilities, the media type. */
export class Gateway {
	readonly #behavior: () => Behavior;
	readonly #token: string;
	readonly #clock: () => number;
	#sessions: { readonly rule: SessionRule; readonly state: Sessions } | undefined;
	#ban: { readonly rule: BanRule; readonly state: Ban } | undefined;
	#authorized = 0;

	/**
	 * @param behavior read on each request
	 * @param token Base64 of `accessId:accessKey`
	 * @param clock milliseconds, from any start; must not run backwards
	 */
	constructor(behavior: () => Behavior, token: string, clock: () => number) {
		this.#behavior = behavior;
		this.#token = token;
		this.#clock = clock;
	}

	/** The refusal of a request while a ban lasts. Counts the request. */
	banned(): ApiRefusal | undefined {
		const rule = this.#behavior().ban;
		if (rule === null) return undefined;
		if (this.#ban?.rule !== rule) this.#ban = { rule, state: new Ban(rule, this.#clock) };
		const seconds = this.#ban.state.secondsLeft();
		if (seconds === 0) return undefined;
		const headers = { "retry-after": String(seconds) };
		return rule.status === 429
			? new ApiRefusal(429, "rate.limit.exceeded", "Rate limit exceeded", headers)
			: new ApiRefusal(503, "service.unavailable", "The service is unavailable", headers);
	}

	/** Admits a request and returns the headers that its answer gets, or throws an ApiRefusal. */
	admit(request: Request): Readonly<Record<string, string>> {
		const { deployment, forbidden, missingCapabilities } = this.#behavior();
		if (deployment.kind === "moved") {
			const query = request.query.size > 0 ? `?${request.query}` : "";
			const location = deployment.to.replace(/\/$/, "") + request.path.replace(/^\/api/, "") + query;
			throw new ApiRefusal(
				301,
				"moved",
				"The requested resource SHOULD be accessed through returned URI in Location Header.",
				{ location },
			);
		}
		const scim = request.path.startsWith("/api/v1/scim/");
		if (deployment.kind === "unknown" || !isAuthorized(request, this.#token, scim)) throw unauthorized();
		const headers = this.#logIn(request);
		if (forbidden || capabilitiesFor(request).some((one) => missingCapabilities.includes(one)))
			throw new ApiRefusal(403, "forbidden", "This operation is not allowed for your account type");
		if (request.body === "") return headers;
		const type = (request.headers["content-type"] ?? "").split(";", 1)[0]?.trim().toLowerCase();
		if (type === "application/json" || (scim && type === "application/scim+json")) return headers;
		throw new ApiRefusal(415, "contenttype.invalid", "Invalid content type");
	}

	#logIn(request: Request): Readonly<Record<string, string>> {
		const { sessions: rule, unauthorizedEvery } = this.#behavior();
		this.#authorized++;
		if (unauthorizedEvery !== null && this.#authorized % unauthorizedEvery === 0) throw unauthorized();
		if (rule === null) return {};
		if (this.#sessions?.rule !== rule) this.#sessions = { rule, state: new Sessions(rule, this.#clock) };
		const cookie = this.#sessions.state.admit(request.headers.cookie ?? "");
		if (cookie === undefined) throw unauthorized();
		return cookie === "" ? {} : { "set-cookie": cookie };
	}
}

function unauthorized(): ApiRefusal {
	return new ApiRefusal(401, "unauthorized", "Credential could not be verified.");
}

/** SCIM accepts Basic and Bearer; the other APIs accept only Basic. */
function isAuthorized(request: Request, token: string, scim: boolean): boolean {
	const [scheme = "", given = ""] = (request.headers.authorization ?? "").split(" ");
	const schemes = scim ? ["basic", "bearer"] : ["basic"];
	if (!schemes.includes(scheme.toLowerCase())) return false;
	const [a, b] = [Buffer.from(given), Buffer.from(token)];
	return a.length === b.length && timingSafeEqual(a, b);
}

function capabilitiesFor({ path, method }: Request): Behavior["missingCapabilities"] {
	if (path.startsWith("/api/v1/saml/")) return ["manageSaml"];
	return method === "GET" ? ["viewUsersAndRoles"] : ["viewUsersAndRoles", "manageUsersAndRoles"];
}
