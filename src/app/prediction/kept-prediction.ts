import { join } from "node:path";
import { writePrivately } from "../../config/json/write-privately.ts";
import { readFileText } from "../../config/paths/read-file.ts";
import { type Prediction, readPrediction } from "./prediction.ts";

/** The last prediction made here for a job, which `compare` takes when it is given none. */
export type KeptPrediction = {
	/** Undefined when none was made here. Throws when the file cannot be read or holds no prediction. */
	readonly get: () => Promise<Prediction | undefined>;
	readonly set: (prediction: Prediction) => Promise<void>;
};

/**
 * Keeps it as a file, readable only by its owner.
 *
 * @param folder made when it does not exist
 */
export function openKeptPrediction(folder: string, jobId: string): KeptPrediction {
	const file = join(folder, `${jobId.replace(/[^\w.-]/g, "_")}.json`);
	return {
		async get() {
			try {
				return readPrediction(await readFileText(file));
			} catch (error) {
				if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
				throw error;
			}
		},
		set: (prediction) => writePrivately(file, JSON.stringify(prediction)),
	};
}
