import { expect, it, onTestFinished, vi } from "vitest";
import { at, entry, person } from "../../fake-data.ts";
import { createFakeSession } from "../../fake-session.ts";
import { drawConsole } from "../../render-console.tsx";

const crowd = Array.from({ length: 100_000 }, (_, number) => person(number));
const newest = Array.from({ length: 500 }, (_, number) => entry(number, { source: null }));

it("the last results of many users are searched without making keys wait", async () => {
	const fake = createFakeSession({ people: crowd });
	// Each search takes 5 ms by the clock, however fast the machine.
	const clock = performance.now.bind(performance);
	let later = 0;
	const spy = vi.spyOn(performance, "now").mockImplementation(() => clock() + later);
	onTestFinished(() => spy.mockRestore());
	let searched = 0;
	let atFirstTurn: number | null = null;
	const provisioning = {
		...fake.session.provisioning,
		log: async () => newest,
		async newestOfEach(sourceIds: readonly string[]) {
			if (searched === 0)
				setImmediate(() => {
					atFirstTurn = searched;
				});
			searched += sourceIds.length;
			later += 5;
			return [];
		},
	};
	const session = { ...fake.session, provisioning };
	const app = await drawConsole({ ...fake, session }, { begin: "people" });
	await app.until(() => expect(atFirstTurn).not.toBeNull());
	expect(atFirstTurn).toBeLessThan(crowd.length);
});

it("the last results of users are searched many at once", async () => {
	const people = crowd.slice(0, 1_250);
	const fake = createFakeSession({ people });
	const asked: (readonly string[])[] = [];
	const provisioning = {
		...fake.session.provisioning,
		log: async () => newest,
		async newestOfEach(sourceIds: readonly string[]) {
			asked.push(sourceIds);
			return [];
		},
	};
	const session = { ...fake.session, provisioning };
	const app = await drawConsole({ ...fake, session }, { begin: "people" });
	await app.until(() => expect(new Set(asked.flat())).toEqual(new Set(people.map(({ id }) => id))));
	for (const ids of asked) expect(ids.length).toBeGreaterThanOrEqual(50);
});

it("no column moves when the last results arrive", async () => {
	const fake = createFakeSession({
		people: crowd.slice(0, 3),
		entries: [entry(1, { time: at - 86_400_000 })],
	});
	let release: () => void = () => undefined;
	const held = new Promise<void>((resolve) => {
		release = resolve;
	});
	const provisioning: typeof fake.session.provisioning = {
		...fake.session.provisioning,
		async log(asked) {
			await held;
			return fake.session.provisioning.log(asked);
		},
	};
	const app = await drawConsole({ ...fake, session: { ...fake.session, provisioning } }, { begin: "people" });
	await app.see("Ada Brink");
	const before = app.frame();
	const titles = () => app.lines().find((line) => line.includes("Last result"));
	const header = titles();
	release();
	await app.see("✓ 03-08 Create");
	expect(before).not.toContain("✓ 03-08");
	expect(titles()).toBe(header);
});
