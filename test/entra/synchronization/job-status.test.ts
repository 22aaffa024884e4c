import { describe, expect, it } from "vitest";
import { jobStatus } from "../../../src/entra/synchronization/job-status.ts";
import { isOff, isOn, unknownWords } from "../../../src/setup/job-status.ts";
import examples from "../../simulator/entra/examples/synchronization-job.json" with { type: "json" };

const { active } = examples;
const withStatus = (change: object, rest: object = {}) =>
	jobStatus.parse({ ...active, ...rest, status: { ...active.status, ...change } });

describe("the words of a job", () => {
	it("are all known in the documented examples, in any case", () => {
		for (const example of Object.values(examples)) expect(unknownWords(jobStatus.parse(example))).toEqual([]);
		const job = withStatus({
			code: "quarantine",
			lastExecution: { ...active.status.lastExecution, state: "FAILED" },
			quarantine: { reason: "tooManyDeletes" },
		});
		expect(job).toMatchObject({
			code: "Quarantine",
			lastExecution: { state: "Failed" },
			quarantine: { reason: "TooManyDeletes" },
		});
		expect(unknownWords(job)).toEqual([]);
	});

	it("that are not known hide nothing else, and are kept as Entra wrote them", () => {
		const job = withStatus(
			{
				code: "Suspended",
				lastExecution: { ...active.status.lastExecution, state: "Deferred" },
				quarantine: { reason: "ReviewPending" },
				steadyStateFirstAchievedTime: "later",
			},
			{ schedule: { state: "Throttled", interval: "PT40M" } },
		);
		expect(job).toMatchObject({ intervalMinutes: 40, lastExecution: { countExported: expect.any(Number) } });
		expect(unknownWords(job)).toEqual([
			{ about: "schedule", word: "Throttled" },
			{ about: "status", word: "Suspended" },
			{ about: "result of the last cycle", word: "Deferred" },
			{ about: "reason of the quarantine", word: "ReviewPending" },
		]);
		expect([isOn(job), isOff(job)]).toEqual([false, false]);
	});
});

it("is in quarantine when its status says so without details", () => {
	expect(withStatus({ code: "Quarantine", quarantine: null }).quarantine).toMatchObject({
		reason: "Unknown",
	});
});
