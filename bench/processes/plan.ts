import { randomUUID } from "node:crypto";
import { systemClock } from "../../src/app/process/system-clock.ts";
import { createEngine } from "../../src/engine/engine.ts";
import { AnswerBody } from "../../src/http/answer-body.ts";
import { compileMappings } from "../../src/mapping/user/compile.ts";
import type { AssignmentState, Directory } from "../../src/ports/source/directory.ts";
import type { Target } from "../../src/ports/target.ts";
import type { ScimUser } from "../../src/scim/resource.ts";
import { readPage } from "../../src/scim-client/answer.ts";
import { compileScope } from "../../src/scoping/evaluate.ts";
import type { SourceUser } from "../../src/source/source-user.ts";
import { openStore } from "../../src/store/sqlite/open.ts";
import { defaultMappingSet } from "../../test/mapping/sumo-defaults.ts";

/*
 * Plans a cycle over so many users and as many accounts in Sumo, in a process of its own, and tells how long that took
 * and the most memory it had. Pages are made when they are asked for, from text, as they come over HTTP; the time that
 * a network would add is left out. One account in a hundred differs from what its user should be.
 */
const count = Number(process.argv[2]);
const pageSize = 1_000;

const role = { id: randomUUID(), value: "Analyst", displayName: "Analyst" };
const idOf = (index: number) => `00000000-0000-4000-8000-${index.toString(16).padStart(12, "0")}`;
const addressOf = (index: number) => `person${index}@example.com`;

function person(index: number): SourceUser {
	const address = addressOf(index);
	const name = { displayName: `Person Number${index}`, givenName: "Person", surname: `Number${index}` };
	return {
		id: idOf(index),
		attributes: { ...name, userPrincipalName: address, mail: address, accountEnabled: true },
	};
}

/** As Sumo answers. */
function account(index: number) {
	const address = addressOf(index);
	return {
		schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
		id: index.toString(16).toUpperCase().padStart(16, "0"),
		userName: address,
		name: { givenName: "Person", familyName: index % 100 === 0 ? "Former" : `Number${index}` },
		active: true,
		emails: [{ value: address, type: "work", primary: true }],
		roles: [{ value: "Analyst", display: "Analyst", primary: true }],
		meta: { resourceType: "User", created: "2026-01-01T00:00:00Z", lastModified: "2026-01-01T00:00:00Z" },
	};
}

async function* pages<Item>(make: (index: number) => Item): AsyncGenerator<readonly Item[]> {
	for (let start = 0; start < count; start += pageSize) {
		const length = Math.min(pageSize, count - start);
		yield Array.from({ length }, (_, index) => make(start + index));
	}
}

async function* accountPages(): AsyncGenerator<readonly ScimUser[]> {
	for await (const page of pages(account)) {
		const body = new AnswerBody(Buffer.from(JSON.stringify({ totalResults: count, Resources: page })));
		yield readPage({ status: 200, body, request: "GET /Users", attempts: 1 }).users;
	}
}

async function assignments(): Promise<AssignmentState> {
	const group = "everybody";
	const granted = { id: "all", principalId: group, principalName: group, appRoleId: role.id };
	const members = Array.from({ length: count }, (_, index) => idOf(index));
	return {
		roles: [role],
		assignments: [{ ...granted, principalType: "Group" }],
		members: new Map([[group, members]]),
	};
}

function unused(): never {
	throw new Error("planning a whole cycle does not ask for this");
}

const directory: Directory = {
	label: "people",
	requests: () => 0,
	read: async () => ({
		kind: "full",
		users: pages(person),
		removed: () => [],
		assignments: await assignments(),
		watermark: () => "1",
	}),
	assignments,
	...{ user: unused, usersById: unused, search: unused, groups: unused, assign: unused, unassign: unused },
	close: async () => undefined,
};

const target: Target = {
	label: "accounts",
	requests: () => 0,
	sent: () => 0,
	list: accountPages,
	count: async () => count,
	...{ page: unused, find: unused, get: unused, create: unused, update: unused, delete: unused },
};

const store = await openStore(":memory:");
const engine = createEngine({
	directory,
	target: () => target,
	roleNames: async () => null,
	store,
	clock: systemClock,
	emit: () => undefined,
	holder: "bench",
	mappings: compileMappings(defaultMappingSet),
	scope: compileScope({ users: "assigned", filters: [], skipOutOfScopeDeletions: false }),
	settings: {
		intervalMinutes: 40,
		requestsPerSecond: 4,
		concurrency: 10,
		reactivation: "try",
		hardDelete: "disable",
		deletionGuard: { enabled: true, count: 20, percent: 10 },
		driftEvery: 0,
		driftRepair: false,
	},
});
const started = performance.now();
let planned = 0;
await engine.plan({
	onAction: () => {
		planned += 1;
	},
});
const seconds = (performance.now() - started) / 1_000;
await engine.close();
await store.close();
// In kilobytes, whatever the system (`process.resourceUsage`).
process.stdout.write(
	`${JSON.stringify({ planned, seconds, rssMb: process.resourceUsage().maxRSS / 1_024 })}\n`,
);
