import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Mapping } from "../../../../src/app/mapping/mapping.ts";
import { createMappingService } from "../../../../src/app/mapping/mapping-service.ts";
import { recordVersions } from "../../../../src/app/rules/record-versions.ts";
import { createRuleHistoryService } from "../../../../src/app/rules/rule-history-service.ts";

import { openFileDirectory } from "../../../../src/directory/open.ts";
import { profileInMemory } from "../../../app/profile/profile-in-memory.ts";
import { versionsInMemory } from "../../../app/rules/versions-in-memory.ts";
import { at } from "../../fake-data.ts";
import { createFakeSession } from "../../fake-session.ts";

const users = [
	{
		id: "u1",
		displayName: "Ada Brink",
		userPrincipalName: "ada@example.com",
		givenName: "Ada",
		surname: "Brink",
		badgeColour: "blue",
	},
	{ id: "u2", displayName: "Ben\u001B[2J Otieno", userPrincipalName: "ben@example.com", givenName: "Ben" },
	{ id: "u3", displayName: "田中 太郎".repeat(30), userPrincipalName: `${"t".repeat(200)}@example.com` },
	{ id: "u4", displayName: "Not assigned", userPrincipalName: "nobody@example.com" },
].map((user) => ({ accountEnabled: true, mail: user.userPrincipalName, ...user }));

/** A fake session with the real mapping commands over a file of four users, three of them assigned. */
export function mappingSession(change: Partial<Mapping> | ((real: Mapping) => Partial<Mapping>) = {}) {
	const folder = mkdtempSync(join(tmpdir(), "mapping-screen-"));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	const path = join(folder, "users.json");
	writeFileSync(
		path,
		JSON.stringify({
			users,
			groups: [],
			appRoles: [{ id: "r1", value: "Analyst", displayName: "Analyst" }],
			assignments: ["u1", "u2", "u3"].map((principalId) => ({ principalId, appRole: "Analyst" })),
		}),
	);
	const directory = openFileDirectory(path);
	const { profile, saveRules, events } = profileInMemory({ source: { type: "file", path } });
	const store = versionsInMemory();
	recordVersions({
		store,
		events,
		now: () => at,
	});
	const history = createRuleHistoryService({ profile, saveRules, store });
	const mapping: Mapping = createMappingService({
		profile,
		saveRules,
		history,
		events,
		directory: async () => directory,
	});
	const changed = typeof change === "function" ? change(mapping) : change;
	const { session, ...fake } = createFakeSession({ mapping: { ...mapping, ...changed } });
	return {
		...fake,
		session,
		saved: (target: string) => profile().mappings?.find((one) => one.target === target),
		mappings: () => profile().mappings,
	};
}
