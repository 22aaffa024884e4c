import { z } from "zod";
import type { Profile } from "./profile.ts";
import { type Typed, wrong } from "./spellings.ts";
import { webhookProblem } from "./webhook-url.ts";

const commandLine = z.tuple([z.string().min(1)], z.string());

/** The path of a program, or a JSON array of it and its arguments: no shell takes a text apart. Undefined for anything else. */
export function readCommand(text: string): Profile["notifications"]["command"] {
	if (text === "") return undefined;
	if (!text.startsWith("[")) return [text];
	const json = z.string().transform((value, context): unknown => {
		try {
			return JSON.parse(value);
		} catch {
			context.addIssue("not JSON");
			return z.NEVER;
		}
	});
	return json.pipe(commandLine).safeParse(text).data;
}

/** The program that flags or environment name. @throws UsageError */
export function commandFrom(typed: Typed): Profile["notifications"]["command"] {
	const text = typed.value("notifyCommand");
	if (text === undefined) return undefined;
	const command = readCommand(text);
	if (command === undefined)
		throw wrong("notifyCommand", 'takes a program, or a JSON array such as ["/opt/page", "--urgent"]');
	return command;
}

/** The URL of the webhook, from its variable. @throws UsageError that does not quote it */
export function webhookFrom(typed: Typed): string | undefined {
	const given = typed.secret("notifyWebhookEnv")?.value;
	const problem = given === undefined ? undefined : webhookProblem(given);
	if (problem !== undefined)
		throw wrong("notifyWebhookEnv", `holds a webhook that cannot be used: it ${problem}`);
	return given;
}
