import { readSetupFile } from "../../../src/config/setup-file/read.ts";
import { SetupFileError } from "../../../src/config/setup-file/setup-file-error.ts";

/** The places and messages of the mistakes in a file. */
export function mistakesIn(text: string): readonly string[] {
	try {
		readSetupFile(text, "setup.yaml");
		return [];
	} catch (error) {
		if (!(error instanceof SetupFileError)) throw error;
		return error.message.split("\n");
	}
}
