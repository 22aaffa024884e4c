import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createEnterpriseApplications } from "../../src/entra/applications/enterprise-applications.ts";
import { signingExpiry } from "../../src/entra/applications/signing-expiry.ts";
import { readState } from "../../src/entra/assignments.ts";
import { select } from "../../src/entra/attributes.ts";
import { graphFailure } from "../../src/entra/graph/graph-error.ts";
import { followGroups } from "../../src/entra/group-delta.ts";
import { createHostedService } from "../../src/entra/synchronization/hosted-service.ts";
import { parseInEntra } from "../../src/entra/synchronization/parse-expression.ts";
import { createSynchronizationJobs } from "../../src/entra/synchronization/synchronization-jobs.ts";
import { changedUsers, userDeltaPages } from "../../src/entra/user-delta.ts";
import { importSchema } from "../../src/entra-schema/import.ts";
import { sumoDialect } from "../../src/sumo/dialect.ts";
import assignments from "../simulator/entra/examples/app-role-assignment.json" with { type: "json" };
import errors from "../simulator/entra/examples/errors.json" with { type: "json" };
import groups from "../simulator/entra/examples/group-members-delta-page.json" with { type: "json" };
import created from "../simulator/entra/examples/instantiate-response.json" with { type: "json" };
import expressions from "../simulator/entra/examples/parse-expression.json" with { type: "json" };
import onDemand from "../simulator/entra/examples/provision-on-demand-response.json" with { type: "json" };
import summaries from "../simulator/entra/examples/provisioning-object-summary.json" with { type: "json" };
import jobs from "../simulator/entra/examples/synchronization-job.json" with { type: "json" };
import schema from "../simulator/entra/examples/synchronization-schema.json" with { type: "json" };
import users from "../simulator/entra/examples/user-delta-page.json" with { type: "json" };
import { stubClient } from "./stub-client.ts";

const principal = "3c2d5e7f-90b1-4c3d-8e4f-5a6b7c8d9e0f";
const now = () => Date.parse("2026-03-03T00:00:00Z");
const clock = { now, sleep: async () => undefined };

/** A way to make a part of an answer unlike the example. */
const ways = ["null", "absent", "unknown"] as const;

type Json = z.infer<ReturnType<typeof z.json>>;

/** Every variant of the example in which one part is null, absent, or a word that no version of the reference has. */
function* variantsOf(example: Json): Generator<{ readonly what: string; readonly variant: Json }> {
	for (const path of pathsOf(example)) {
		for (const way of ways) {
			const variant = changed(example, path, way);
			// An item of a list is never absent, and only words have unknown values.
			if (variant !== undefined) yield { what: `${path.map(String).join(".")} ${way}`, variant };
		}
	}
}

function pathsOf(value: Json, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
	if (value === null || typeof value !== "object") return [path];
	const below = Array.isArray(value)
		? value.flatMap((item, index) => pathsOf(item, [...path, index]))
		: Object.entries(value).flatMap(([name, item]) => pathsOf(item, [...path, name]));
	return path.length === 0 ? below : [path, ...below];
}

function changed(
	value: Json,
	[first, ...rest]: readonly (string | number)[],
	way: (typeof ways)[number],
): Json | undefined {
	if (first === undefined) {
		if (way === "null") return null;
		return way === "unknown" && typeof value === "string" ? "unknownFutureValue" : undefined;
	}
	if (Array.isArray(value)) {
		if (rest.length === 0 && way === "absent") return undefined;
		const item = changed(value[Number(first)] ?? null, rest, way);
		return item === undefined ? undefined : value.with(Number(first), item);
	}
	if (typeof value !== "object" || value === null) return undefined;
	const { [first]: member = null, ...others } = value;
	if (rest.length === 0 && way === "absent") return others;
	const other = changed(member, rest, way);
	return other === undefined ? undefined : { ...value, [first]: other };
}

const json = (value: unknown): Json => z.json().parse(value);

const certificate = {
	customKeyIdentifier: "x",
	displayName: "CN=sumo",
	endDateTime: "2029-01-01T00:00:00Z",
	startDateTime: "2026-01-01T00:00:00Z",
	key: "AAAA",
	keyId: "7a000000-0000-4000-8000-000000000009",
	type: "AsymmetricX509Cert",
	usage: "Verify",
};
const signing = {
	...created.servicePrincipal,
	preferredSingleSignOnMode: "saml",
	notificationEmailAddresses: ["ops@example.com"],
	keyCredentials: [certificate],
};
const { "@odata.nextLink": _next, ...assigned } = assignments.list;
const { "@odata.nextLink": _more, ...log } = summaries;
const decodedAnswer = ({ key, value }: { readonly key: string; readonly value: string }) =>
	json({ key: JSON.parse(key), value: JSON.parse(value) });

const service = (answer: (method: string, url: string) => unknown) =>
	createHostedService({
		client: stubClient((method, url) => {
			if (url.endsWith("/jobs")) return { value: [jobs.active] };
			return url.endsWith("/schema") ? schema : answer(method, url);
		}),
		application: async () => principal,
		clock,
	});
const synchronization = (answer: (method: string, url: string) => unknown) =>
	createSynchronizationJobs(stubClient(answer), principal, false);

/** An example, how the client reads it, and the parts without which an answer says nothing, or something else. */
type Case = {
	readonly name: string;
	readonly example: Json;
	readonly read: (answer: Json) => Promise<unknown>;
	readonly essential: RegExp;
};

const cases: readonly Case[] = [
	{
		name: "a new application",
		example: json(created),
		essential:
			/^(application|application\.id|application\.appRoles\.\d+\.(id|displayName|isEnabled|allowedMemberTypes.*)|servicePrincipal(\.id|\.appId)?) /,
		read: (answer) => {
			const { application, servicePrincipal } = z
				.looseObject({ application: z.unknown(), servicePrincipal: z.unknown() })
				.partial()
				.parse(answer);
			const client = stubClient((method, url) => {
				if (method === "POST") return answer;
				if (url.startsWith("/applications(")) return application;
				return url.includes("$filter") ? { value: [] } : servicePrincipal;
			});
			return createEnterpriseApplications(client, now).create({ tag: "sumo", name: "Sumo Logic" });
		},
	},
	{
		name: "an application with certificates",
		example: json(signing),
		essential: /^(id|appId) /,
		read: (answer) =>
			createEnterpriseApplications(
				stubClient((_, url) => (url.startsWith("/applications(") ? created.application : answer)),
				now,
			).read(principal),
	},
	{
		name: "when the signing certificate ends",
		example: json(signing),
		essential: /^$/,
		read: (answer) =>
			signingExpiry(
				stubClient(() => answer),
				principal,
			),
	},
	{
		name: "assignments",
		example: json(assigned),
		essential: /^value( |\.\d+ |\.\d+\.(id|appRoleId|principalId|principalType) )/,
		read: (answer) =>
			readState(
				stubClient((_, url) => {
					if (url.includes("/appRoleAssignedTo")) return answer;
					return url.includes("/members")
						? { value: [{ "@odata.type": null, id: principal }] }
						: created.servicePrincipal;
				}),
				principal,
				undefined,
			),
	},
	{
		name: "changed groups",
		example: json(groups),
		essential: /^(@odata\.deltaLink|value|value\.\d+(\.id|\.members@delta\.\d+(\.id)?)?) /,
		read: (answer) =>
			followGroups(
				stubClient(() => answer),
				{ links: [], members: new Map() },
				[],
				["5e4f7091-b2d3-4e5f-8061-7c8d9e0f1a2b"],
				undefined,
			),
	},
	...[users.last_page, users.last_page_with_prefer_return_minimal, users.deltatoken_latest].map(
		(page): Case => ({
			name: `changed users (${page["@odata.deltaLink"]})`,
			example: json(page),
			essential: /^(@odata\.deltaLink|value|value\.\d+(\.id)?) /,
			async read(answer) {
				const client = stubClient((_, url) => {
					if (url.startsWith("/users/delta")) return answer;
					return url.includes("deletedItems") ? undefined : { value: [] };
				});
				const round = userDeltaPages(client, "/users/delta", undefined);
				const read = changedUsers(client, round, [], select(["mail"]), now, undefined);
				for (let next = await read.next(); !next.done; ) next = await read.next();
			},
		}),
	),
	...Object.entries(jobs).map(
		([name, job]): Case => ({
			name: `a job (${name})`,
			example: json(job),
			essential: /^id /,
			async read(answer) {
				await synchronization(() => answer).status("scim.1");
				await synchronization(() => ({ value: [answer, null] })).locate();
			},
		}),
	),
	{
		name: "a schema",
		example: json(schema),
		essential:
			/^(directories\.\d+(\.objects\.\d+(\.attributes\.\d+(\.name)?)?)?|synchronizationRules(\.\d+(\.objectMappings(\.\d+(\.sourceObjectName|\.attributeMappings\.\d+(\.targetAttributeName|\.source\.parameters\.\d+)?|\.scope\.groups\.\d+(\.clauses\.\d+(\.(operatorName|sourceOperandName))?)?)?)?)?)?) /,
		read: async (answer) => importSchema(await synchronization(() => answer).schema("scim.1"), sumoDialect),
	},
	...[expressions.response_200, expressions.response_200_not_parsed].map(
		(example, at): Case => ({
			name: `a parsed expression (${at})`,
			example: json(example),
			essential: /^parsedExpression\.parameters\.\d+ /,
			read: (answer) =>
				parseInEntra(
					stubClient(() => answer),
					"/job",
					"[mail]",
					[],
				),
		}),
	),
	...[onDemand.success, onDemand.skipped].flatMap((example, at): readonly Case[] => [
		{
			name: `an answer on demand (${at})`,
			example: json(example),
			essential: /^$/,
			read: (answer) => service(() => answer).onDemand("user"),
		},
		{
			name: `the JSON of an answer on demand (${at})`,
			example: decodedAnswer(example),
			essential: /^$/,
			read: (answer) => service(() => answer).onDemand("user"),
		},
	]),
	{
		name: "the provisioning log",
		example: json(log),
		essential: /^value /,
		read: (answer) => service(() => answer).log({ since: 0 }),
	},
];

describe("an answer in which one part is null, absent or unknown is read", () => {
	it.each(cases)("$name", async ({ example, read, essential }) => {
		const unread: string[] = [];
		let variants = 0;
		await read(example);
		for (const { what, variant } of variantsOf(example)) {
			if (essential.test(what)) continue;
			variants += 1;
			await read(variant).catch((error: unknown) => unread.push(`${what}: ${String(error)}`));
		}
		expect(unread).toEqual([]);
		expect(variants).toBeGreaterThan(2);
	});

	it.each(Object.entries(errors))("the error: %s", (_, { status, body }) => {
		for (const { what, variant } of variantsOf(json(body))) {
			const { message } = graphFailure(status, JSON.stringify(variant), "GET /users", { sentId: "sent" });
			expect(message, what).toMatch(/^GET \/users: Microsoft Graph (says:|answered) .*Request ID: /);
			expect(message, what).not.toMatch(/[{}]/);
		}
	});
});
