import { UsageError } from "../../config/errors/usage-error.ts";
import { readNamedText } from "../../config/json/json-file.ts";
import { writePrivately } from "../../config/json/write-privately.ts";
import type { Profile } from "../../config/profile.ts";
import { editSetupFile } from "../../config/setup-file/edit.ts";
import { readSetupFile } from "../../config/setup-file/read.ts";
import { SetupFileError } from "../../config/setup-file/setup-file-error.ts";
import { writeSetupFile } from "../../config/setup-file/write.ts";
import type { SetupFile } from "../../setup/setup-file.ts";
import { type SetupValues, setupEntryOf, setupFieldIds, setupValuesOf } from "../../setup/setup-values.ts";
import type { OpenTenantOptions } from "../tenant/open-tenant.ts";
import type { EntraSetup, StepReport } from "./entra-setup.ts";
import { openSetup } from "./open-setup.ts";

export type SetupOfProfile = {
	/** How the profile was opened. */
	readonly options: OpenTenantOptions;
	readonly profile: Profile;
	/** The setup file, which need not exist. */
	readonly file: string;
};

const read = async ({
	file,
	profile,
}: SetupOfProfile): Promise<{ readonly text: string | undefined; readonly content: SetupFile }> => {
	const text = await readNamedText(file, { flag: "--file", variable: "" });
	return { text, content: parsed(text ?? writeSetupFile(begun(profile)), file) };
};

/** The values of the setup file, or the guide's. Throws `UsageError` for a file that cannot be used. */
export async function readValues(setup: SetupOfProfile): Promise<SetupValues> {
	return setupValuesOf((await read(setup)).content);
}

/** Writes changed values to the setup file. Throws `UsageError` when the result could not be used: then nothing is written. */
export async function editValues(setup: SetupOfProfile, values: Partial<SetupValues>): Promise<void> {
	const { file, profile } = setup;
	const { text, content } = await read(setup);
	const before = setupValuesOf(content);
	const changes = setupFieldIds.flatMap((id) => {
		const given = values[id];
		return given === undefined || given === before[id] ? [] : [setupEntryOf(id, given)];
	});
	if (changes.length === 0) return;
	const edited = editSetupFile(text ?? writeSetupFile(begun(profile)), changes);
	parsed(edited, file);
	await writePrivately(file, edited);
}

/** Plans or carries out the steps of the setup file, or the guide's. */
export async function runSetup(
	setup: SetupOfProfile,
	given: Parameters<EntraSetup["run"]>[0],
): Promise<readonly StepReport[]> {
	const { text } = await read(setup);
	const opened = await openSetup({ ...setup.options, file: text === undefined ? undefined : setup.file });
	try {
		return await opened.run(given);
	} finally {
		opened.close();
	}
}

/** What the file of a profile begins with. */
function begun({ source, appName }: Profile) {
	const named = source.type === "entra" && !/^[0-9a-f-]{36}$/i.test(source.application);
	return { version: 1 as const, app: { name: named ? source.application : appName } };
}

function parsed(text: string, file: string): SetupFile {
	try {
		return readSetupFile(text, file);
	} catch (error) {
		throw error instanceof SetupFileError ? new UsageError("--file", "", error.message) : error;
	}
}
