import { spawn } from "node:child_process";
import { passwordIn } from "../../text/plain-text.ts";
import type { Delivery } from "./notifier.ts";

/** A program to run for each notification, with its arguments; run without a shell. */
export type NotifyCommand = readonly [file: string, ...args: string[]];

export type CommandOptions = {
	readonly command: NotifyCommand;
	readonly env: Readonly<Record<string, string | undefined>>;
	/** Values that must not be in the program's environment. */
	readonly secrets: readonly string[];
	/** Milliseconds until it is stopped. */
	readonly timeout?: number;
};

/**
 * Runs a program for each notification, with the notification as one JSON object on standard input. Its environment is this process's
 * without secrets. Its output is not shown. Rejects when it can't be started, does not end in time, or exits with a code other than 0.
 */
export function commandDelivery({ command, env, secrets, timeout = 15_000 }: CommandOptions): Delivery {
	return {
		name: "the notification command",
		deliver: (notification) =>
			new Promise((resolve, reject) => {
				const [file, ...args] = command;
				const child = spawn(file, args, {
					shell: false,
					stdio: ["pipe", "ignore", "ignore"],
					env: withoutSecrets(env, secrets),
					timeout,
					windowsHide: true,
				});
				child.once("error", (error) => reject(new Error(`${file} can't be run (${codeOf(error)}).`)));
				child.once("close", (code, signal) => {
					if (code === 0) resolve();
					else reject(new Error(`${file} ended with ${signal ?? `exit code ${code}`}.`));
				});
				// A program that does not read its input may close it early.
				child.stdin.on("error", (error) => {
					if (codeOf(error) !== "EPIPE") reject(error);
				});
				child.stdin.end(`${JSON.stringify(notification)}\n`);
			}),
	};
}

/** Secrets of a managed identity, which any process that has them can sign in with. */
const identitySecrets = new Set(["IDENTITY_HEADER", "MSI_SECRET"]);

/**
 * The environment without this program's own variables, and without those that contain a secret in use, also as the password of a pair. Of a
 * proxy, the address is kept, and its user name and password are not.
 */
export function withoutSecrets(
	env: CommandOptions["env"],
	secrets: readonly string[],
): Readonly<Record<string, string>> {
	const hidden = [...secrets, ...secrets.flatMap(passwordIn)].filter((secret) => secret !== "");
	const kept: Record<string, string> = {};
	for (const [name, value] of Object.entries(env)) {
		if (value === undefined || name.startsWith("SUMO_PROVISION_") || identitySecrets.has(name)) continue;
		if (hidden.some((secret) => value.includes(secret))) continue;
		kept[name] = /^(https?|all)_proxy$/i.test(name) ? withoutUser(value) : value;
	}
	return kept;
}

function withoutUser(proxy: string): string {
	return proxy.replace(/^(\s*(?:[a-z][a-z0-9+.-]*:\/\/)?).*@/i, "$1");
}

function codeOf(error: Error): string {
	return "code" in error && typeof error.code === "string" ? error.code : error.message;
}
