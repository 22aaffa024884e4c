import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Scoping } from "../../../../src/app/scope/scope.ts";
import { createScopeService } from "../../../../src/app/scope/scope-service.ts";

import type { Profile } from "../../../../src/config/profile.ts";
import { openFileDirectory } from "../../../../src/directory/open.ts";
import { openStore } from "../../../../src/store/sqlite/open.ts";
import { profileInMemory } from "../../../app/profile/profile-in-memory.ts";
import { sampleLink } from "../../../store/samples.ts";
import { createFakeSession } from "../../fake-session.ts";

const departments = ["Sales", "Legal", "IT"];
const names = ["田中 太郎".repeat(20), "Ben\u001B[2J Otieno", "Ada Brink", "محمد علي", "Zoë Ångström"];

/** Thirty users, ten of each department, all but the last three assigned, the first twenty-four with an account. */
const users = Array.from({ length: 30 }, (_, number) => ({
	id: `u${number}`,
	displayName: names[number] ?? `User ${number}`,
	userPrincipalName: `user${number}@example.com`,
	accountEnabled: true,
	department: departments[number % 3],
}));

type Filters = Profile["scope"]["filters"];

/** A filter of one clause: a department. */
export function departmentFilter(department: string): Filters[number] {
	return { name: department, clauses: [{ attribute: "department", operator: "EQUALS", value: department }] };
}

/** A fake session with the real scope commands over a file and a store in memory. */
export async function scopeSession(filters: Filters = [], change: Partial<Scoping> = {}) {
	const folder = mkdtempSync(join(tmpdir(), "scope-screen-"));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	const path = join(folder, "users.json");
	const assignments = users.slice(0, 27).map(({ id }) => ({ principalId: id, appRole: "Analyst" }));
	writeFileSync(path, JSON.stringify({ users, assignments }));
	const store = await openStore(":memory:");
	for (const { id } of users.slice(0, 24)) await store.putLink(sampleLink(id));
	const directory = openFileDirectory(path);
	const { profile, saveRules, events } = profileInMemory({
		source: { type: "file", path },
		scope: { filters },
	});
	const scope = createScopeService({
		profile,
		saveRules,
		directory: async () => directory,
		store,
		events,
	});
	const fake = createFakeSession({ scope: { ...scope, ...change } });
	return { ...fake, saved: () => profile().scope, saveElsewhere: scope.save };
}
