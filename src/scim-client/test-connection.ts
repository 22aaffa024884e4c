import { randomUUID } from "node:crypto";
import { connectionAdvice } from "../http/connection-advice.ts";
import { ScimError } from "../scim/errors.ts";
import { equals } from "../scim/filter.ts";
import { parsePath, readAll } from "../scim/path.ts";
import type { ScimUser } from "../scim/resource.ts";
import { readFirstPage } from "./answer.ts";
import type { ScimClient } from "./client.ts";
import { connectionOf } from "./connection-failure.ts";
import { askFilter, hold } from "./find-users.ts";
import { findsInOtherCase, firstAccounts } from "./letter-case.ts";
import type { ScimRequest } from "./scim-request.ts";

/** Why a connection does not work, for a program to branch on. */
export type ConnectionProblemCode =
	| "key-refused"
	| "no-rights"
	| "wrong-deployment"
	| "host-unknown"
	| "tls"
	| "timeout"
	| "connection-refused"
	| "connection-lost"
	| "proxy-refused"
	| "not-scim"
	| "filter-ignored"
	| "rate-limited"
	| "server-failed"
	| "request-refused";

export type ConnectionProblem = {
	readonly code: ConnectionProblemCode;
	/** One sentence: what is wrong. */
	readonly message: string;
	/** What to do next. */
	readonly advice: string;
	/** For `wrong-deployment`: the SCIM URL of the account according to the server. */
	readonly location?: string;
	/** The failure in full, with the server's own words. */
	readonly cause: ScimError;
};

export type ConnectionTest =
	/** `note`: what is unusual about a server that works, in one or two sentences. */
	| { readonly ok: true; readonly message: string; readonly note?: string }
	| { readonly ok: false; readonly problem: ConnectionProblem };

export type ConnectionTestOptions = {
	/** The name of the Enterprise application, for the success message. */
	readonly appName: string;
	readonly signal?: AbortSignal | undefined;
	/** The name of a redirect's target: `deployment us2`. */
	readonly nameOf?: ((location: string) => string | undefined) | undefined;
};

/**
 * Does what Entra's Test Connection does: queries a user that cannot exist, and accepts only an empty list. A server that
 * refuses the filter is asked as a look-up would ask it next: by the filter that Sumo Logic documents, and for a list. Then an
 * account that exists is asked for.
 * The first request is sent once, ahead of a running cycle; the later ones are tried again as in a run, since a server that has just
 * accepted the key may refuse it now and then. Throws only the signal's reason when aborted, and bugs.
 *
 * @see https://learn.microsoft.com/entra/identity/app-provisioning/use-scim-to-provision-users-and-groups
 */
export async function testConnection(
	client: ScimClient,
	options: ConnectionTestOptions,
): Promise<ConnectionTest> {
	try {
		const takesFilters = await assertFindsNone(client, options.signal);
		const note = takesFilters ? await assertFindsWhole(client, options.signal) : undefined;
		return {
			...(note === undefined ? {} : { note }),
			ok: true,
			message: `Testing connection to ${options.appName}\nThe supplied credentials are authorized to enable provisioning`,
		};
	} catch (error) {
		if (!(error instanceof ScimError)) throw error;
		return { ok: false, problem: explain(error, options.nameOf) };
	}
}

/** Whether the server takes a filter; if it does not, look-ups read the list. */
async function assertFindsNone(client: ScimClient, signal: AbortSignal | undefined): Promise<boolean> {
	const first = { priority: "interactive", signal, retries: 0 } as const;
	const sending = { ...first, retries: laterRetries };
	const name = randomUUID();
	const ask = async (attribute: string, value: string, how: typeof first | typeof sending) =>
		(await askFilter(client, equals(attribute, value), () => "not", how)) !== undefined;
	try {
		if (await ask("userName", name, first)) return true;
		if (await ask("emails.value", `${name}@example.com`, sending)) return true;
	} catch (error) {
		// Either no user was found or there is no such resource: the list shows which.
		if (!(error instanceof ScimError) || error.code !== "not-found") throw error;
	}
	const query = { startIndex: 1, count: 1 };
	readFirstPage(await client.send({ method: "GET", path: "/Users", query, ...sending }));
	return false;
}

/** After 1, 2 and 4 s. */
const laterRetries = 3;

/**
 * A filter may find nothing for a random name, and still be misread: as the beginning of a value, as another attribute, or for
 * everything. An account that the list shows must be found by its value, and not by a part of it. If it is not found by its value in
 * another case, that is noted. A list that can't be read proves nothing.
 */
async function assertFindsWhole(
	client: ScimClient,
	signal: AbortSignal | undefined,
): Promise<string | undefined> {
	const sending = { priority: "interactive", signal, retries: laterRetries } as const;
	const accounts = (await listedAccounts(client, sending)).filter(({ active }) => active);
	// One with another address than its userName also shows whether the two are confused.
	const address = parsePath("emails.value");
	const account =
		accounts.find(
			(one) => !readAll(one, address).includes(one.userName) && readAll(one, address).length > 0,
		) ?? accounts[0];
	if (account === undefined) return undefined;
	for (const attribute of ["userName", "emails.value"]) {
		const path = parsePath(attribute);
		const [value] = readAll(account, path);
		if (typeof value !== "string" || value.length < 3) continue;
		const asked = async (part: string) =>
			askFilter(client, equals(attribute, part), (user) => hold(user, path, part), sending);
		const found = await asked(value);
		if (found === undefined) continue;
		if (!found.some(({ id }) => id === account.id))
			throw new ScimError(
				"filter-ignored",
				`GET /Users: the server does not honor the filter on ${attribute}. It does not find an account that its list shows.`,
				{ request: "GET /Users", attempts: 1 },
			);
		await asked(value.slice(0, -1));
		return (await findsInOtherCase({ account, value }, asked)) === false
			? `The server does not find an account by its ${attribute} when the case of letters differs. Before a user is taken for one without an account, the whole list is read, which takes more requests.`
			: undefined;
	}
	return undefined;
}

async function listedAccounts(
	client: ScimClient,
	sending: Pick<ScimRequest, "priority" | "signal" | "retries">,
): Promise<readonly ScimUser[]> {
	try {
		return await firstAccounts(client, sending);
	} catch (error) {
		if (error instanceof ScimError) return [];
		throw error;
	}
}

type Explained = Omit<ConnectionProblem, "cause">;

function explain(error: ScimError, nameOf: ConnectionTestOptions["nameOf"]): ConnectionProblem {
	return { ...(byStatus(error, nameOf) ?? byConnection(error)), cause: error };
}

function byStatus(error: ScimError, nameOf: ConnectionTestOptions["nameOf"]): Explained | undefined {
	const said = error.detail === undefined ? "" : ` The server says: ${error.detail}`;
	switch (error.code) {
		case "unauthorized":
			return {
				code: "key-refused",
				message: `The server refuses the access key (401).${said}`,
				advice:
					"Check access ID and access key, that the key is active, and that the deployment is the one of your login URL.",
			};
		case "forbidden":
			return {
				code: "no-rights",
				message: `The access key is known but may not manage users (403).${said}`,
				advice: "Give the key's owner a role with the capabilities Manage Users and Manage Roles.",
			};
		case "moved": {
			const location = error.location?.replace(/\/Users\/?$/, "");
			const name = location === undefined ? undefined : nameOf?.(location);
			const where = name ?? location ?? "another place that the server does not name";
			return {
				code: "wrong-deployment",
				message: `The account is not here: the server points to ${where}.`,
				advice:
					location === undefined
						? "Take the deployment from your login URL."
						: name === undefined
							? `Nothing was sent there. If you know that ${location} is yours, make it the SCIM URL.`
							: `Choose ${name}, or set the SCIM URL to match ${location}.`,
				...(location === undefined ? {} : { location }),
			};
		}
		case "too-many-requests":
			return {
				code: "rate-limited",
				message:
					"The server's rate limit was exceeded (429), by sumo-provision or another client of the same user.",
				advice: "Wait a minute and test again. Use an access key whose owner no other client uses.",
			};
		case "not-found":
		case "not-scim":
			return {
				code: "not-scim",
				message:
					error.code === "not-found"
						? `There is no SCIM service at this address (404).${said}`
						: error.detail === undefined || error.detail === ""
							? sentence(error)
							: `The answer is not SCIM: "${error.detail}".`,
				advice:
					"Check the SCIM URL: Sumo's ends in /api/v1/scim. A proxy or sign-in page may be answering instead.",
			};
		case "filter-ignored":
			return {
				code: "filter-ignored",
				message: sentence(error),
				advice:
					"Check the SCIM URL. Provisioning needs a target that finds a user by userName or address; otherwise it could change other people's accounts.",
			};
		case "unavailable":
			return {
				code: "server-failed",
				message: `The server failed (${error.status ?? "5xx"}).${said}`,
				advice: "Test again in a few minutes. If it keeps failing, check the service's status page.",
			};
		case "invalid":
		case "conflict":
		case "patch-unsupported":
		case "precondition-failed":
			return {
				code: "request-refused",
				message: `The server does not accept a filter query for a user (${error.status ?? "4xx"}).${said}`,
				advice: "Check that the SCIM URL is the service's base, without /Users at its end.",
			};
		default:
			return undefined;
	}
}

function byConnection(error: ScimError): Explained {
	const failed = connectionOf(error);
	// The failure without the advice that the error adds to it: the test has its own.
	const message = failed === undefined ? sentence(error) : capitalized(`${failed.message}.`);
	switch (error.code) {
		case "host-unknown":
			return {
				code: "host-unknown",
				message,
				advice: "Correct the host in the SCIM URL, or choose a deployment.",
			};
		case "tls":
			return {
				code: "tls",
				message,
				advice: connectionAdvice.tls,
			};
		case "timeout":
			return {
				code: "timeout",
				message,
				advice: connectionAdvice.unreachable,
			};
		default: {
			if (failed?.kind === "proxy")
				return {
					code: "proxy-refused",
					message,
					advice: connectionAdvice.proxy,
				};
			return failed?.systemCode === "ECONNREFUSED"
				? { code: "connection-refused", message, advice: "Check host and port of the SCIM URL." }
				: { code: "connection-lost", message, advice: "Check the network and test again." };
		}
	}
}

/** The error's message on its own, without the request in front. */
function sentence(error: ScimError): string {
	return capitalized(error.message.replace(/^GET \/Users: /, ""));
}

function capitalized(words: string): string {
	// A host is not a word of the sentence.
	return /^[a-z]+\b(?![.:\d-])/.test(words) ? words.charAt(0).toUpperCase() + words.slice(1) : words;
}
