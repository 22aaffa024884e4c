import { spawn } from "node:child_process";
import type { Delivery } from "./notifier.ts";

/** A program to run for each notification, with its arguments; no shell reads them. */
export type NotifyCommand = readonly [file: string, ...args: string[]];

export type CommandOptions = {
	readonly command: NotifyCommand;
	readonly env: Readonly<Record<string, string | undefined>>;
	/** Values that the program must not get in its environment. */
	readonly secrets: readonly string[];
	/** Milliseconds until it is stopped. */
	readonly timeout?: number;
};

/**
 * Runs a program for each notification, which it gets on standard input as one JSON object. Its environment is this process's without
 * secrets. What it prints is not shown. Rejects when it cannot be started, does not end in time, or ends with another code than 0.
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
				child.once("error", (error) => reject(new Error(`${file} cannot be run (${codeOf(error)}).`)));
				child.once("close", (code, signal) => {
					if (code === 0) resolve();
					else reject(new Error(`${file} ended with ${signal ?? `code ${code}`}.`));
				});
				// A program that does not read its input may close it early.
				child.stdin.on("error", (error) => {
					if (codeOf(error) !== "EPIPE") reject(error);
				});
				child.stdin.end(`${JSON.stringify(notification)}\n`);
			}),
	};
}

/** The environment without this program's own variables, and without any that holds a secret in use. */
export function withoutSecrets(
	env: CommandOptions["env"],
	secrets: readonly string[],
): Readonly<Record<string, string>> {
	const kept: Record<string, string> = {};
	for (const [name, value] of Object.entries(env)) {
		if (value === undefined || name.startsWith("SUMO_PROVISION_")) continue;
		if (secrets.some((secret) => secret !== "" && value.includes(secret))) continue;
		kept[name] = value;
	}
	return kept;
}

function codeOf(error: Error): string {
	return "code" in error && typeof error.code === "string" ? error.code : error.message;
}
