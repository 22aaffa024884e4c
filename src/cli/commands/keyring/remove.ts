import { defineCommand } from "../../command/define-command.ts";
import { argument } from "../../options/option.ts";
import { exitCode } from "../../output/exit-code.ts";

export const command = defineCommand({
	description: "Remove an entry of the keyring that sumo-provision keeps there.",
	arguments: { name: argument("the name of the entry") },
	options: {},
	async run({ name }, { streams }) {
		const { removeKeyringEntry } = await import("../../../app/keyring/keyring.ts");
		const wasThere = await removeKeyringEntry(name);
		streams.err(wasThere ? `Removed keyring:${name}.` : `The keyring has no entry "${name}".`);
		return exitCode.done;
	},
});
