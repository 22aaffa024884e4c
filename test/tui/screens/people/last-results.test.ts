import { expect, it } from "vitest";
import type { LogQuery } from "../../../../src/ports/store/log-query.ts";
import { entry, person } from "../../fake-data.ts";
import { createFakeSession } from "../../fake-session.ts";
import { drawConsole } from "../../render-console.tsx";

it("the last results of many users are searched without making keys wait", async () => {
	const crowd = Array.from({ length: 100_000 }, (_, number) => person(number));
	const fake = createFakeSession({ people: crowd });
	const { provisioning } = fake.session;
	let searched = 0;
	let atFirstTurn: number | null = null;
	const log = async ({ sourceId }: LogQuery) => {
		if (sourceId === undefined) return Array.from({ length: 500 }, (_, at) => entry(at, { source: null }));
		if (searched === 0)
			setImmediate(() => {
				atFirstTurn = searched;
			});
		searched += 1;
		return [];
	};
	const session = { ...fake.session, provisioning: { ...provisioning, log } };
	const app = await drawConsole({ ...fake, session }, { begin: "people" });
	await app.until(() => expect(atFirstTurn).not.toBeNull());
	expect(atFirstTurn).toBeLessThan(crowd.length);
});
