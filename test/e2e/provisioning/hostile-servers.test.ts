import { describe, expect, it } from "vitest";
import { type Answer, type Warp, withJson, withUsers } from "../site/warped.ts";
import { documentedEnd, twoCycles, untrue } from "./demo-cycles.ts";

const isWrite = (method: string) => method !== "GET";
const isUser = (target: string) => target.includes("/scim/Users");
const isOne = (target: string) => /\/scim\/Users\/./.test(target);
const headed = (answer: Answer, headers: Answer["headers"]): Answer => ({
	...answer,
	headers: { ...answer.headers, ...headers },
});

/** The answers to SCIM, changed. */
const scimAnswers =
	(change: (answer: Answer, method: string) => Answer): Warp =>
	async ({ method, target }, forward) => {
		const answer = await forward();
		return isUser(target) && answer.status < 300 ? change(answer, method) : answer;
	};

const users = (change: Parameters<typeof withUsers>[1]) => scimAnswers((answer) => withUsers(answer, change));

/** All names of attributes in lower case. */
function lowered(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(lowered);
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, of]) => [key.toLowerCase(), lowered(of)]));
}

/** Every second write is refused. */
function locking(): Warp {
	let writes = 0;
	return async ({ method }, forward) => {
		if (isWrite(method)) writes += 1;
		if (!isWrite(method) || writes % 2 === 0) return forward();
		return {
			status: 423,
			headers: {},
			body: '{"status":"423","detail":"Another operation has locked the user"}',
		};
	};
}

/** Every third request, of one method or any, is answered so and does not reach the server. */
function everyThird(answer: () => Answer, only?: string): Warp {
	let requests = 0;
	return async ({ method }, forward) => {
		if (only !== undefined && method !== only) return forward();
		requests += 1;
		return requests % 3 === 0 ? answer() : forward();
	};
}

type Case = readonly [name: string, warp: Warp];

/** Behavior that must make no difference to accounts, exit codes and log. */
const harmless: readonly Case[] = [
	[
		// https://github.com/scimmyjs/scimmy/issues/21
		"the first page for every startIndex",
		({ target }, forward) => forward({ target: target.replace(/startIndex=\d+/, "startIndex=1") }),
	],
	[
		// https://github.com/elimity-com/scim/issues/154
		"a wrong itemsPerPage and a startIndex of text",
		scimAnswers((answer) =>
			withJson(answer, (list) =>
				"Resources" in list ? { ...list, itemsPerPage: 0, startIndex: "first" } : list,
			),
		),
	],
	[
		// https://github.com/wso2/product-is/issues/7320
		"the length of the page as totalResults",
		scimAnswers((answer) =>
			withJson(answer, (list) =>
				Array.isArray(list.Resources) ? { ...list, totalResults: list.Resources.length } : list,
			),
		),
	],
	[
		"200 to a creation",
		scimAnswers((answer, method) => (method === "POST" ? { ...answer, status: 200 } : answer)),
	],
	[
		"a creation without an id",
		scimAnswers((answer, method) =>
			method === "POST"
				? headed(
						withJson(answer, ({ id: _, ...rest }) => rest),
						{ location: undefined },
					)
				: answer,
		),
	],
	[
		"only id and userName after a write",
		scimAnswers((answer, method) =>
			isWrite(method) ? withUsers(answer, ({ id, userName }) => ({ id, userName })) : answer,
		),
	],
	[
		"ids in lower case after a write",
		scimAnswers((answer, method) =>
			isWrite(method)
				? withUsers(answer, (user) => ({ ...user, id: String(user.id).toLowerCase() }))
				: answer,
		),
	],
	[
		// https://github.com/onyx-dot-app/onyx/pull/8635
		"userName and addresses in lower case",
		users((user) => ({
			...user,
			userName: String(user.userName).toLowerCase(),
			emails: JSON.parse(JSON.stringify(user.emails).toLowerCase()),
		})),
	],
	["names of attributes in lower case", scimAnswers((answer) => withJson(answer, (value) => lowered(value)))],
	[
		"schemas in upper case",
		scimAnswers((answer) =>
			withJson(answer, (value) => ({ ...value, schemas: [String(value.schemas).toUpperCase()] })),
		),
	],
	["no schemas and no meta", users(({ schemas: _, meta: __, ...user }) => user)],
	["names that are decomposed (NFD)", users((user) => JSON.parse(JSON.stringify(user).normalize("NFD")))],
	[
		"an address as text",
		users((user) => ({
			...user,
			emails: Array.isArray(user.emails) ? user.emails.map(({ value }: { value: string }) => value) : [],
		})),
	],
	[
		"an address that is not marked as primary",
		users((user) => ({
			...user,
			emails: Array.isArray(user.emails) ? user.emails.map(({ value, type }) => ({ value, type })) : [],
		})),
	],
	[
		"one address as an object in place of a list",
		users((user) => ({
			...user,
			emails: Array.isArray(user.emails) ? user.emails[0] : null,
		})),
	],
	[
		"null for what is empty, and attributes nobody knows",
		users((user) => ({
			...user,
			nickName: null,
			groups: [],
			"urn:example:params:extension": { level: 3, tags: [{ deep: [[1]] }] },
		})),
	],
	[
		"a media type that is not JSON's",
		scimAnswers((answer) => headed(answer, { "content-type": "text/html" })),
	],
	[
		"cookies for another domain",
		scimAnswers((answer) =>
			headed(answer, {
				"set-cookie": ["a=1; Domain=example.com; Path=/", "b=; Max-Age=0", "c=2; Domain=.127.0.0.1; Secure"],
			}),
		),
	],
	[
		"a connection that ends after each answer",
		async (_, forward) => headed(await forward(), { connection: "close" }),
	],
	[
		"answers in the form of HTTP/1.0",
		async (_, forward) => {
			const answer = await forward();
			const send: Answer["send"] = ({ socket }) => {
				const headers = Object.entries(answer.headers).flatMap(([name, value]) =>
					[value ?? []].flat().map((one) => `${name}: ${String(one)}\r\n`),
				);
				socket?.end(`HTTP/1.0 ${answer.status} X\r\n${headers.join("")}\r\n${answer.body}`);
			};
			return { ...answer, send };
		},
	],
	[
		"answers that come byte by byte",
		async (_, forward) => {
			const answer = await forward();
			const send: Answer["send"] = async (response) => {
				response.writeHead(answer.status, answer.headers);
				for (let at = 0; at < answer.body.length; at += 199) {
					response.write(answer.body.slice(at, at + 199));
					await new Promise(setImmediate);
				}
				response.end();
			};
			return { ...answer, send };
		},
	],
	[
		// https://github.com/MicrosoftDocs/azure-docs/issues/116775
		"only application/json as a media type",
		async ({ headers, method }, forward) =>
			isWrite(method) &&
			method !== "DELETE" &&
			!String(headers["content-type"]).startsWith("application/json")
				? {
						status: 415,
						headers: { "content-type": "application/json" },
						body: '{"status":415,"code":"contenttype.invalid"}',
					}
				: forward(),
	],
	[
		// RFC 9110 §13.1.1: If-Match compares strongly, so that a weak tag never matches.
		"versions that If-Match never matches",
		async ({ headers, target }, forward) => {
			if (headers["if-match"] !== undefined)
				return { status: 412, headers: {}, body: '{"status":"412","detail":"Precondition failed"}' };
			const answer = await forward();
			return isUser(target) && answer.status < 300
				? withUsers(answer, (user) => ({ ...user, meta: { version: 'W/"1"' } }))
				: answer;
		},
	],
	...[405, 501].map(
		(status): Case => [
			`${status} to reads of one user`,
			async ({ method, target }, forward) =>
				method === "GET" && isOne(target)
					? { status, headers: {}, body: `{"status":"${status}","detail":"Not implemented"}` }
					: forward(),
		],
	),
	[
		"404 to reads of one user",
		async ({ method, target }, forward) =>
			method === "GET" && isOne(target)
				? { status: 404, headers: {}, body: '{"status":"404","detail":"No such user"}' }
				: forward(),
	],
	[
		"ids with blanks, slashes and percent signs",
		async (request, forward) => {
			const target = request.target.replace(/(\/Users\/)([^?]+)/, (_, path: string, id: string) => {
				return path + decodeURIComponent(id).replace("a b/c%20 ", "");
			});
			const answer = await forward({ target });
			return isUser(target) && answer.status < 300
				? withUsers(answer, (user) => ({ ...user, id: `a b/c%20 ${String(user.id)}` }))
				: answer;
		},
	],
	[
		"the user in a list after a write",
		scimAnswers((answer, method) =>
			isWrite(method) ? withJson(answer, (user) => ({ totalResults: 1, Resources: [user] })) : answer,
		),
	],
	[
		"blank lines around JSON",
		scimAnswers((answer) => ({ ...answer, body: answer.body === "" ? "" : `\r\n ${answer.body}\r\n\r\n` })),
	],
	[
		// https://github.com/SumoLogic/terraform-provider-sumologic/issues/453
		"429 to every third request, without Retry-After",
		everyThird(() => ({
			status: 429,
			headers: {},
			body: '{"id":"X","errors":[{"code":"rate.limit.exceeded","message":"Rate limit exceeded"}]}',
		})),
	],
	[
		"502 to every third read",
		everyThird(() => ({ status: 502, headers: {}, body: "<html>Bad Gateway</html>" }), "GET"),
	],
];

/** Behavior after which not everything can be provisioned, or the log says something else than usual. */
const hindering: readonly Case[] = [
	["423 to every second write", locking()],
	[
		"409 to a creation that was made",
		async ({ method, target }, forward) => {
			const answer = await forward();
			return method === "POST" && isUser(target) && answer.status === 201
				? { status: 409, headers: {}, body: '{"status":"409","scimType":"uniqueness","detail":"exists"}' }
				: answer;
		},
	],
	...[400, 403, 409, 500].map(
		(status): Case => [
			`${status} to updates that were made`,
			async ({ method, target }, forward) => {
				const answer = await forward();
				return method === "PATCH" && isUser(target)
					? { status, headers: {}, body: `{"status":"${status}","detail":"Something went wrong afterwards"}` }
					: answer;
			},
		],
	),
	[
		"428 to updates",
		async ({ method }, forward) =>
			method === "PATCH" ? { status: 428, headers: {}, body: '{"status":"428"}' } : forward(),
	],
	[
		"413 to creations, and 507 to updates",
		async ({ method }, forward) =>
			method === "POST" || method === "PATCH"
				? { status: method === "POST" ? 413 : 507, headers: {}, body: "<html><h1>Sorry</h1></html>" }
				: forward(),
	],
	[
		"502 with a web page after every write that was made",
		async ({ method }, forward) => {
			const answer = await forward();
			return isWrite(method)
				? { status: 502, headers: { "content-type": "text/html" }, body: "<html><h1>Bad Gateway</h1></html>" }
				: answer;
		},
	],
	[
		"a sign-in page in place of everything",
		async () => ({
			status: 200,
			headers: { "content-type": "text/html" },
			body: "<!doctype html><title>Sign in</title>",
		}),
	],
	[
		"a sign-in page in place of every write",
		async ({ method }, forward) =>
			isWrite(method)
				? {
						status: 200,
						headers: { "content-type": "text/html" },
						body: "<!doctype html><title>Sign in</title>",
					}
				: forward(),
	],
	[
		"answers that are called gzip and are not",
		scimAnswers((answer) => headed(answer, { "content-encoding": "gzip" })),
	],
	[
		"307 to every write",
		async ({ method, target }, forward) =>
			isWrite(method)
				? { status: 307, headers: { location: `https://other.example${target}` }, body: "" }
				: forward(),
	],
	[
		"family names of at most five letters",
		async ({ method, body }, forward) =>
			forward(
				method === "POST" || method === "PATCH"
					? { body: body.replace(/("familyName":"|"name\.familyName","value":")([^"]{5})[^"]*/, "$1$2") }
					: {},
			),
	],
	[
		"one user of a list without an id",
		scimAnswers((answer) =>
			withJson(answer, (list) =>
				Array.isArray(list.Resources) && list.Resources.length > 1
					? { ...list, Resources: [{ userName: "ghost@example.com" }, ...list.Resources] }
					: list,
			),
		),
	],
	[
		"one id for two users of a list",
		scimAnswers((answer) =>
			withJson(answer, (list) => {
				if (!Array.isArray(list.Resources) || list.Resources.length < 2) return list;
				const [first, second, ...more] = list.Resources;
				return { ...list, Resources: [first, { ...second, id: first.id }, ...more] };
			}),
		),
	],
	[
		"JSON with more after its end",
		scimAnswers((answer) => ({ ...answer, body: answer.body === "" ? "" : `${answer.body}</html>` })),
	],
	[
		"no deactivated accounts in lists and filters",
		scimAnswers((answer, method) =>
			method === "GET"
				? withJson(answer, (list) =>
						Array.isArray(list.Resources)
							? { ...list, Resources: list.Resources.filter(({ active }: { active: boolean }) => active) }
							: list,
					)
				: answer,
		),
	],
];

describe("the demo tenant, with a server that sends", () => {
	it.each(harmless)("%s, is provisioned as usual", async (_, warp) => {
		const { end, log, world, before } = await twoCycles({ warp });
		expect(log.filter(({ status }) => status === "warning").map(({ error }) => error?.reason)).toEqual([]);
		expect(untrue(log, world, before)).toEqual([]);
		expect(end).toEqual(await documentedEnd());
	});

	it.each(hindering)("%s, has a true log", async (_, warp) => {
		const { end, log, world, before } = await twoCycles({ warp });
		expect(untrue(log, world, before)).toEqual([]);
		expect(log.length).toBeGreaterThan(0);
		for (const { status, error } of log)
			if (status === "failure") {
				expect(error?.reason).toBeTruthy();
				expect(error?.recommendedAction).toBeTruthy();
			}
		for (const code of end.codes) expect([0, 1, 3]).toContain(code);
	});
});
