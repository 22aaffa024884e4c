import { defineCommand } from "../../command/define-command.ts";
import { readNamedFile } from "../../input/read-named-file.ts";
import { readSecret } from "../../input/read-secret.ts";
import { argument, flag, text } from "../../options/option.ts";
import { exitCode } from "../../output/exit-code.ts";
import { jsonLine } from "../../output/json-line.ts";
import { contentLines } from "./content-lines.ts";

export const command = defineCommand({
	description:
		"Store an access key, a client secret, an access token or a certificate in the keyring of the operating system. Reads it from standard input, or asks for it without showing it.",
	arguments: { name: argument("the name of the entry; settings then take keyring:NAME") },
	options: {
		file: text("file", "store the content of this file: a PEM or PFX file"),
		json: flag("print what was stored, without its content, as JSON"),
	},
	async run({ name, file, json }, { env, streams }) {
		const { storeInKeyring } = await import("../../../app/keyring/keyring.ts");
		const given =
			file === undefined ? await readSecret(process.stdin, streams.err) : await readNamedFile(file);
		const passphrase = env.SUMO_PROVISION_CERTIFICATE_PASSPHRASE ?? "";
		const content = await storeInKeyring(name, given, {
			passphrase,
			now: Date.now(),
			warn: (sentence) => streams.err(`warning: ${sentence}`),
		});
		if (json) streams.out(jsonLine({ type: "keyring", action: "set", name, ...content }));
		else for (const line of contentLines(name, content)) streams.out(line);
		if (content.kind === "certificate" && content.notice !== null) streams.err(content.notice);
		return exitCode.done;
	},
});
