import { copyFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it, onTestFinished } from "vitest";
import { createEngine } from "../../src/engine/engine.ts";
import type { ScimUser } from "../../src/scim/resource.ts";
import type { SourceUser } from "../../src/source/source-user.ts";
import { migrations } from "../../src/store/sqlite/migrations/index.ts";
import { openStore } from "../../src/store/sqlite/open.ts";
import { FakeClock } from "../engine/fake-clock.ts";
import { FakeDirectory } from "../engine/fake-directory.ts";
import { FakeTarget } from "../engine/fake-target.ts";
import { type Choices, rulesOf } from "../engine/rules.ts";

/** What a fixture's `world.json` holds: everything outside the store at the moment when its process was killed. */
type World = {
	readonly choices: Choices;
	readonly now: number;
	readonly accounts: readonly ScimUser[];
	readonly roles: readonly string[];
	readonly users: readonly SourceUser[];
	readonly assigned: Readonly<Record<string, string>>;
};

/** A store as an older version left it, and the world around it (`fixtures/<version>/generate.mjs`). */
async function openFixture(version: string) {
	const folder = join(import.meta.dirname, "fixtures", version);
	const home = await mkdtemp(join(tmpdir(), "sumo-provision-"));
	const file = join(home, "state.db");
	await copyFile(join(folder, "state.db"), file);
	const world: World = JSON.parse(await readFile(join(folder, "world.json"), "utf8"));

	const directory = new FakeDirectory();
	for (const user of world.users) directory.put(user);
	for (const [id, role] of Object.entries(world.assigned)) await directory.assign({ id }, role);
	const target = new FakeTarget();
	for (const role of world.roles) target.roles.add(role);
	// Ids of accounts must not come again.
	for (let index = 0; index < 50; index++) target.seed(`before${index}`);
	target.accounts.clear();
	for (const account of world.accounts) target.accounts.set(account.id, account);

	const clock = new FakeClock("new");
	clock.advance(world.now + 3_600_000 - clock.now());
	const store = await openStore(file, { databaseClock: clock.now });
	const engine = createEngine({
		directory,
		target: (_, permit) => target.permitted(permit),
		roleNames: () => target.roleNames(),
		store,
		clock,
		emit: () => undefined,
		holder: "test",
		...rulesOf(world.choices),
	});
	onTestFinished(async () => {
		await engine.close();
		await store.close();
		await rm(home, { recursive: true });
	});
	const log = () => store.log({ order: "ascending", limit: 1000 });
	return { directory, target, clock, store, engine, log };
}

/**
 * `knowsOperations`: the version stored what each intent sends, so that a redacted change that arrived is recognized.
 * `knowsRemedies`: it stored what to do about failed users, and logged users who were skipped because their next attempt was not due.
 */
const versions = [
	{ version: "a095f0b", knowsOperations: false, knowsRemedies: false },
	{ version: "9c3b9c1", knowsOperations: true, knowsRemedies: false },
	{ version: "498efed", knowsOperations: true, knowsRemedies: false },
	{ version: "846c21d", knowsOperations: true, knowsRemedies: false },
	{ version: "b3fd2cf", knowsOperations: true, knowsRemedies: true },
	{ version: "6c55436", knowsOperations: true, knowsRemedies: true },
	{ version: "aea2e86", knowsOperations: true, knowsRemedies: true },
	{ version: "4173ed3", knowsOperations: true, knowsRemedies: true },
] as const;

it("there is a store of each version since the first one with intents that were sent", () => {
	const found = versions.map(({ version }) => {
		// Immutable: SQLite leaves no companion files beside it.
		const file = new URL(`fixtures/${version}/state.db?immutable=1`, import.meta.url);
		const database = new DatabaseSync(file, { readOnly: true });
		const row = database.prepare(`select "version" from "storeVersion"`).get();
		database.close();
		return row?.version;
	});
	expect([...new Set(found)]).toEqual([...migrations.keys()].slice(6));
});

describe.each(versions)(
	"a store that version $version left when it was killed in the middle of everything",
	({ version, knowsOperations, knowsRemedies }) => {
		it("opens with all that it held", async () => {
			const { store, log } = await openFixture(version);
			const entries = await log();
			expect(entries).toHaveLength(knowsRemedies ? 24 : 22);
			expect(await store.countLog({ text: "nameless MandatoryFields" })).toBe(knowsRemedies ? 2 : 1);
			expect(await store.countLog({ statuses: ["failure"] })).toBe(2);
			const links = [];
			for await (const page of store.links()) links.push(...page);
			expect(links.map(({ state }) => state).filter((state) => state === "released")).toHaveLength(2);
			expect(links).toHaveLength(16);
			expect((await store.escrow()).map(({ code }) => code)).toEqual([
				"MandatoryFieldsMissing",
				"RoleNotFound",
			]);
			expect((await store.cycles(100)).map(({ outcome }) => outcome)).toContain("running");
			expect(await store.snapshots()).toHaveLength(3);
			expect(await store.rulesVersions()).toMatchObject([{ number: 1, savedBy: "olga" }]);
			expect(await store.findings()).toEqual(new Map([["source-pilot", "drift"]]));
			expect(await store.state()).toMatchObject({ pair: "pair", notified: { failures: ["RoleNotFound"] } });
			const open = await store.openIntents();
			expect(open).toHaveLength(18);
			expect(open.every(({ operations }) => (operations !== null) === knowsOperations)).toBe(true);
			const { failedCycles, enabling } = await store.state();
			expect({ failedCycles, enabling }).toEqual({ failedCycles: null, enabling: null });
			const unknown = { userName: "", recommendedAction: null, remedy: null };
			expect(await store.escrow()).toMatchObject(
				knowsRemedies
					? [
							{ userName: "nameless@example.com", remedy: { type: "fix-mapping" } },
							{ userName: "pilot@example.com", remedy: { type: "create-role", role: "Pilot" } },
						]
					: [unknown, unknown],
			);
		});

		it("is settled by the state of the target, and continues", async () => {
			const { store, directory, target, engine, log } = await openFixture(version);
			const open = new Map((await store.openIntents()).map(({ changeId, userName }) => [changeId, userName]));
			const before = (await log()).length;
			expect(await engine.run()).toMatchObject({ outcome: "completed", failed: 0 });

			expect(await store.openIntents()).toEqual([]);
			expect((await store.cycles(100)).map(({ outcome }) => outcome)).not.toContain("running");
			const entries = (await log()).slice(before);
			const what = ({ changeId, action }: (typeof entries)[number]) => `${open.get(changeId)} ${action}`;
			const settled = entries.filter(({ changeId }) => open.has(changeId));
			expect(settled.map((entry) => what(entry).replace("@example.com", "")).sort()).toEqual([
				"cleararrived Update",
				"commaarrived Update",
				"createarrived Create",
				"deletearrived Delete",
				"disablearrived Disable",
				"enablearrived Enable",
				...(knowsOperations ? ["redactedarrived Update"] : []),
				"severalarrived Update",
				"updatearrived Update",
			]);
			const sent = entries.filter(({ changeId, status }) => !open.has(changeId) && status === "success");
			expect(
				sent.map(({ action, source }) => `${source?.userName} ${action}`.replace("@example.com", "")).sort(),
			).toEqual([
				"clearunsent Update",
				"commaunsent Update",
				"createunsent Create",
				"deleteunsent Delete",
				"disableunsent Disable",
				"enableunsent Enable",
				"redactedunsent Update",
				"severalunsent Update",
				"updateunsent Update",
			]);
			const account = (name: string) => target.named(`${name}@example.com`);
			for (const end of ["arrived", "unsent"]) {
				expect(account(`update${end}`)?.name).toMatchObject({ familyName: "King" });
				expect(account(`clear${end}`)).not.toHaveProperty("title");
				expect(account(`redacted${end}`)).toMatchObject({ title: "Countess" });
				expect(account(`comma${end}`)?.roles).toEqual([{ value: "Ops, Europe", primary: true }]);
				expect(account(`disable${end}`)?.active).toBe(false);
				expect(account(`enable${end}`)?.active).toBe(true);
				expect(account(`delete${end}`)).toBeUndefined();
				expect(account(`create${end}`)?.active).toBe(true);
			}
			expect([...target.accounts.keys()]).toHaveLength(16);
			expect(await store.snapshots()).toHaveLength(3);

			target.calls.length = 0;
			directory.touch();
			expect(await engine.run()).toMatchObject({ outcome: "completed", created: 0, updated: 0 });
			expect(target.calls.filter((call) => /^(create|update|delete)/.test(call))).toEqual([]);
		});
	},
);
