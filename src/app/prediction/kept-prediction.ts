import { join } from "node:path";
import { readText } from "../../config/json/json-file.ts";
import { writePrivately } from "../../config/json/write-privately.ts";
import { jobFileName } from "../tenant/job-file-name.ts";
import { type Prediction, readPrediction } from "./prediction.ts";

/** The last prediction made here for a job, which `compare` takes when it is given none. */
export type KeptPrediction = {
	/** Undefined when none was made here. Throws `ConfigError` when the file cannot be read, and `PredictionFileError` when it holds none. */
	readonly get: () => Promise<Prediction | undefined>;
	readonly set: (prediction: Prediction) => Promise<void>;
};

/**
 * Keeps it as a file, readable only by its owner.
 *
 * @param folder made when it does not exist
 */
export function openKeptPrediction(folder: string, jobId: string): KeptPrediction {
	const file = join(folder, `${jobFileName(jobId)}.json`);
	return {
		async get() {
			const text = await readText(file);
			return text === undefined ? undefined : readPrediction(text);
		},
		set: (prediction) => writePrivately(file, JSON.stringify(prediction)),
	};
}
