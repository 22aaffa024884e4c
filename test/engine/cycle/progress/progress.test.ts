import { expect, it } from "vitest";
import { ProgressReport } from "../../../../src/engine/cycle/progress/progress.ts";
import { Tally } from "../../../../src/engine/cycle/progress/tally.ts";
import type { EngineEvent } from "../../../../src/ports/event.ts";
import { FakeClock } from "../../fake-clock.ts";

it("publishes the last step of a burst after a pause, although nothing else happens", async () => {
	const clock = new FakeClock();
	const told: (number | string)[] = [];
	const emit = (event: EngineEvent) =>
		told.push(event.type === "progress" ? event.progress.done : event.type);
	const progress = new ProgressReport(clock, emit, "cycle", new Tally(() => 0), 0);
	progress.enter("provisioning", 10);
	for (let turn = 0; turn < 4; turn += 1) progress.advance();
	expect(told).toEqual([0]);
	await clock.asleep();
	clock.advance(200);
	await Promise.resolve();
	expect(told).toEqual([0, 4]);
	progress.advance();
	progress.end();
	clock.advance(1000);
	await Promise.resolve();
	expect(told).toEqual([0, 4]);
});
