import { isLoopback } from "../http/loopback.ts";
import {
	apiEndpoint,
	type DeploymentCode,
	deploymentCodes,
	deploymentNamed,
	tenantUrl,
} from "../setup/deployment.ts";

/** A parsed SCIM URL. */
export type TenantUrl = {
	/** Without the last slash, query or fragment: what requests are sent to. */
	readonly url: string;
	/** The deployment of Sumo Logic it belongs to; null for another server. */
	readonly deployment: DeploymentCode | null;
	/** Whether Entra's flag `?aadOptscim062020` was given; it is for Entra only and is not sent. */
	readonly flag: boolean;
};

/** Why a string is not a SCIM URL; the message names the wrong part. */
export class TenantUrlError extends Error {
	override readonly name = "TenantUrlError";
	readonly code:
		| "empty"
		| "not-a-url"
		| "clear-text"
		| "holds-credentials"
		| "unknown-deployment"
		| "unknown-path";

	constructor(code: TenantUrlError["code"], message: string) {
		super(message);
		this.code = code;
	}
}

/**
 * Reads what is typed or pasted as Tenant URL: a deployment's code, the SCIM base, an API endpoint or a login URL
 * of Sumo Logic, or any other SCIM base. Plain http is accepted for this machine only. Throws `TenantUrlError`.
 */
export function readTenantUrl(text: string): TenantUrl {
	const typed = pastedUrl(text);
	if (typed === "") throw new TenantUrlError("empty", "The SCIM URL is empty.");
	const code = deploymentNamed(typed);
	if (code !== undefined) return { url: tenantUrl(code), deployment: code, flag: false };

	const url = readUrl(typed);
	if (url.username !== "" || url.password !== "")
		throw new TenantUrlError(
			"holds-credentials",
			"The SCIM URL contains a user name or password before the @; credentials have their own fields.",
		);
	if (url.protocol === "http:" && !isLoopback(url.hostname))
		throw new TenantUrlError(
			"clear-text",
			`"http://" would send the access key in clear text to ${url.hostname}; write https://.`,
		);
	const flag = [...url.searchParams.keys()].some((key) => key.toLowerCase() === "aadoptscim062020");
	const base = `${url.origin}${withoutResource(url.pathname)}`;
	if (!isSumo(url.hostname)) return { url: base, deployment: null, flag };

	const deployment = deploymentOf(url.href);
	if (deployment === null)
		throw new TenantUrlError(
			"unknown-deployment",
			`"${url.hostname}" is not a known deployment of Sumo Logic. Known deployments: ${deploymentCodes.join(", ")}.`,
		);
	if (!/^api\./i.test(url.hostname)) return { url: tenantUrl(deployment), deployment, flag };
	const path = withoutResource(url.pathname.replace(/\/{2,}/g, "/")).toLowerCase();
	if (!["", "/api", "/api/v1", "/v1/scim", "/api/v1/scim"].includes(path))
		throw new TenantUrlError(
			"unknown-path",
			`"${url.pathname}" is not the path of Sumo's SCIM service; it is /api/v1/scim.`,
		);
	return { url: tenantUrl(deployment), deployment, flag };
}

/** The deployment that a URL of Sumo Logic belongs to, be it of its API or its login; null for others. */
export function deploymentOf(url: string): DeploymentCode | null {
	if (!URL.canParse(url)) return null;
	const { hostname } = new URL(url);
	if (!isSumo(hostname)) return null;
	const labels = hostname.split(".").slice(0, -2);
	// us1 has no code in its hosts: service.sumologic.com, api.sumologic.com, acme.sumologic.com.
	const last = labels.at(-1) ?? "";
	const code = deploymentNamed(last);
	if (code !== undefined) return code;
	// us9 is not a company's name but an unknown deployment.
	return labels.length <= 1 && !/^[a-z]{2}\d$/.test(last) ? "us1" : null;
}

/** For people: `deployment us2`; undefined for a URL outside Sumo Logic. */
export function nameOfDeployment(url: string): string | undefined {
	const code = deploymentOf(url);
	return code === null ? undefined : `deployment ${code}`;
}

/**
 * Where the other APIs of the account that a SCIM base belongs to are, ending in `/api/`; null when the base does not
 * look like Sumo's.
 */
export function classicBase(scimUrl: string): string | null {
	if (!URL.canParse(scimUrl)) return null;
	const { origin, pathname } = new URL(scimUrl);
	return /^\/api\/v1\/scim\/?$/.test(pathname) ? `${origin}/api/` : null;
}

/** A URL without what came along when it was pasted: spaces, invisible marks, quotes, brackets, or the label of its field. */
function pastedUrl(text: string): string {
	const ipv6 = "\\[[0-9a-f.]*:[0-9a-f:.]*\\]";
	const marks = "[\"'`“”„‘’‚«»<>()\\[\\],;]";
	return text
		.replace(/[\s\p{Cc}\p{Cf}]+/gu, "")
		.replace(/^(?:tenant|scim|base)(?:base)?url[:=]/iu, "")
		.replace(new RegExp(`^(?:(?!${ipv6})${marks})+|(?:${marks}(?<!${ipv6}))+$`, "giu"), "");
}

/** A path without the users of a SCIM base, or one of them. */
function withoutResource(path: string): string {
	return path
		.replace(/\/+$/, "")
		.replace(/\/Users(?:\/[^/]*)?$/, "")
		.replace(/\/+$/, "");
}

function isSumo(hostname: string): boolean {
	return hostname === "sumologic.com" || hostname.endsWith(".sumologic.com");
}

function readUrl(typed: string): URL {
	const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `https://${typed}`;
	const url = URL.canParse(withScheme) ? new URL(withScheme) : undefined;
	const scheme = /^([^:/]*):\/\//.exec(typed)?.[1];
	if (
		url === undefined ||
		!/^https?:$/.test(url.protocol) ||
		!(/[.[]/.test(url.hostname) || isLoopback(url.hostname))
	)
		throw new TenantUrlError(
			"not-a-url",
			scheme !== undefined && !/^https?$/i.test(scheme)
				? `"${scheme}://" cannot reach a SCIM server; write https://.`
				: `This is not a URL such as ${apiEndpoint("us2")}v1/scim.`,
		);
	return url;
}
