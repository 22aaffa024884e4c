import { readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openKeptPrediction } from "../../../src/app/prediction/kept-prediction.ts";
import type { Prediction } from "../../../src/app/prediction/prediction.ts";
import { temporaryHome } from "../../config/samples.ts";

const folder = () => join(temporaryHome().state, "predictions");

function prediction(profile: string): Prediction {
	return {
		...{ type: "prediction", version: 1, madeAt: "2026-11-29T12:00:00.000Z", profile },
		job: {
			...{ id: "customappsso.1", application: "Sumo Logic", schemaVersion: "v1" },
			...{ cycle: "initial", schedule: "Active", status: "NotRun" },
		},
		...{ target: "https://api.sumologic.com/api/v1/scim", held: null, notes: [], users: [] },
		counts: { create: 0, update: 0, disable: 0, delete: 0, stagedDelete: 0, skip: 0, fail: 0, unchanged: 0 },
	};
}

it("keeps the last prediction of a job for its owner, in a file named for the job", async () => {
	const at = folder();
	const kept = openKeptPrediction(at, "customappsso/../1");
	expect(await kept.get()).toBeUndefined();
	await kept.set(prediction("a"));
	await kept.set(prediction("b"));
	expect(await kept.get()).toEqual(prediction("b"));
	expect(await openKeptPrediction(at, "customappsso.2").get()).toBeUndefined();
	const [file = ""] = await readdir(at);
	expect((await stat(join(at, file))).mode & 0o777).toBe(0o600);
});

it("keeps one of several predictions that are made at once, whole", async () => {
	const at = folder();
	const kept = openKeptPrediction(at, "customappsso.1");
	const names = Array.from({ length: 20 }, (_, index) => `profile-${index}`);
	await Promise.all(names.map((name) => kept.set(prediction(name))));
	expect(names).toContain((await kept.get())?.profile);
	expect(await readdir(at)).toHaveLength(1);
});

it("says so when the file holds no prediction", async () => {
	const at = folder();
	const kept = openKeptPrediction(at, "customappsso.1");
	await kept.set(prediction("a"));
	const [file = ""] = await readdir(at);
	await writeFile(join(at, file), "{");
	await expect(kept.get()).rejects.toThrow(/not a prediction/u);
});
