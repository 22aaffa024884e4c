import { join } from "node:path";
import { UsageError } from "../../config/errors/usage-error.ts";
import { readText } from "../../config/json/json-file.ts";
import { writePrivately } from "../../config/json/write-privately.ts";
import type { Profile } from "../../config/profile.ts";
import { editSetupFile } from "../../config/setup-file/edit.ts";
import { readSetupFile } from "../../config/setup-file/read.ts";
import { SetupFileError } from "../../config/setup-file/setup-file-error.ts";
import { writeSetupFile } from "../../config/setup-file/write.ts";
import type { SetupFile } from "../../setup/setup-file.ts";
import { setupEntryOf, setupFieldIds, setupValuesOf } from "../../setup/setup-values.ts";
import type { EventBus } from "../events/event-bus.ts";
import type { OpenTenantOptions } from "../tenant/open-tenant.ts";
import type { EntraSetup } from "./entra-setup.ts";

export type EntraSetupParts = {
	/** How the profile was opened. */
	readonly options: OpenTenantOptions;
	/** The folder of the settings. */
	readonly folder: string;
	readonly profile: () => Profile;
	readonly events: EventBus;
};

/** The setup of a profile, with its file next to the settings. */
export function createEntraSetupService({ options, folder, profile, events }: EntraSetupParts): EntraSetup {
	const file = join(folder, "setup", `${profile().name}.yaml`);
	const read = async (): Promise<{ readonly text: string | undefined; readonly content: SetupFile }> => {
		const text = await readText(file);
		return { text, content: parsed(text ?? writeSetupFile(begun(profile())), file) };
	};
	return {
		file,
		unavailable: () =>
			profile().source.type === "file"
				? "The source of this profile is a file: choose Microsoft Entra ID as the source on the credentials screen."
				: undefined,
		values: async () => setupValuesOf((await read()).content),
		async edit(values) {
			const { text, content } = await read();
			const before = setupValuesOf(content);
			const changes = setupFieldIds.flatMap((id) => {
				const given = values[id];
				return given === undefined || given === before[id] ? [] : [setupEntryOf(id, given)];
			});
			if (changes.length === 0) return;
			const edited = editSetupFile(text ?? writeSetupFile(begun(profile())), changes);
			parsed(edited, file);
			await writePrivately(file, edited);
		},
		async run(given) {
			const { openSetup } = await import("./open-setup.ts");
			const { text } = await read();
			const setup = await openSetup({ ...options, file: text === undefined ? undefined : file });
			try {
				return await setup.run(given);
			} finally {
				setup.close();
				if (given.apply) await events.publish({ type: "connectionChanged" });
			}
		},
	};
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
