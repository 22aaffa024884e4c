import { defineCommand } from "../../command/define-command.ts";
import { argument, flag } from "../../options/option.ts";
import { exitCode } from "../../output/exit-code.ts";
import { jsonLine } from "../../output/json-line.ts";
import { contentLines } from "./content-lines.ts";

export const command = defineCommand({
	description:
		"Show what an entry of the keyring holds, never its content. The exit code is 3 for a certificate that expires within 30 days.",
	arguments: { name: argument("the name of the entry") },
	options: { json: flag("print it as JSON") },
	async run({ name, json }, { env, streams }) {
		const { checkInKeyring } = await import("../../../app/keyring/keyring.ts");
		const passphrase = env.SUMO_PROVISION_CERTIFICATE_PASSPHRASE ?? "";
		const content = await checkInKeyring(name, { passphrase, now: Date.now() });
		if (json) streams.out(jsonLine({ type: "keyring", action: "check", name, ...content }));
		else for (const line of contentLines(name, content)) streams.out(line);
		if (content.kind !== "certificate" || content.notice === null) return exitCode.done;
		streams.err(content.notice);
		return exitCode.someFailed;
	},
});
