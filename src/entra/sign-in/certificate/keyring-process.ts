import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { z } from "zod";
import {
	inKernel,
	type KeyringEntry,
	type KeyringModule,
	KeyringNotInstalledError,
	KeyringUnreachableError,
} from "./keyring-module.ts";

export type KeyringProcessOptions = {
	/** Path of the module. */
	readonly module: string;
	readonly env: Readonly<Record<string, string | undefined>>;
	/** Milliseconds until the keyring must be open. */
	readonly openWithin: number;
	/** Milliseconds that it may then take, in which a person may have to unlock it. */
	readonly answerWithin: number;
};

/** The keyring of this system. Rejects when its module is not installed. */
export async function loadKeyring(): Promise<KeyringModule> {
	const module = createRequire(import.meta.url).resolve("@napi-rs/keyring");
	return keyringInProcess({ module, env: process.env, openWithin: 15_000, answerWithin: 120_000 });
}

/**
 * The keyring, used in a process of its own for each call: the module connects in its constructor, which blocks the thread for ever
 * when a D-Bus accepts the connection and never answers. Contents go through pipes only.
 * Its calls reject with `KeyringUnreachableError`, `KeyringNotInstalledError`, and with an `Error` for what the keyring refuses.
 */
export function keyringInProcess(options: KeyringProcessOptions): KeyringModule {
	class AsyncEntry implements KeyringEntry {
		readonly #ask: (method: keyof KeyringEntry, given: readonly string[]) => Promise<unknown>;
		constructor(service: string, name: string) {
			this.#ask = (method, given) => ask({ service, name, method, given }, options);
		}
		async getPassword(): Promise<string | null> {
			return z
				.string()
				.nullable()
				.parse(await this.#ask("getPassword", []));
		}
		setPassword(content: string): Promise<unknown> {
			return this.#ask("setPassword", [content]);
		}
		deletePassword(): Promise<unknown> {
			return this.#ask("deletePassword", []);
		}
	}
	return { AsyncEntry };
}

type Call = {
	readonly service: string;
	readonly name: string;
	readonly method: keyof KeyringEntry;
	readonly given: readonly string[];
};

/**
 * Where Linux has no Secret Service, the module uses the keyring of the kernel instead: that it holds no entry does not mean that
 * there is none, and what it stores is gone when the machine restarts.
 */
const program = `
const say = (message) => process.stdout.write(JSON.stringify(message) + "\\n");
const attempt = (failed, work) => {
	try {
		return { done: work() };
	} catch (error) {
		say({ type: "failed", failed, message: String(error?.message ?? error) });
		return null;
	}
};
const isDone = (work) => {
	try {
		work();
		return true;
	} catch {
		return false;
	}
};
const call = async ({ module, service, name, method, given }) => {
	const keyring = attempt("load", () => require(module));
	if (keyring === null) return;
	const { AsyncEntry } = keyring.done;
	const entry = attempt("open", () => new AsyncEntry(service, name));
	if (entry === null) return;
	say({ type: "opened" });
	try {
		const value = (await entry.done[method](...given)) ?? null;
		const probe = () => new AsyncEntry(service, name, { linux: { store: "secret-service" } });
		if (method === "setPassword") return say({ type: "done", value: isDone(probe) ? null : ${JSON.stringify(inKernel)} });
		if (method === "getPassword" && value === null && attempt("open", probe) === null) return;
		say({ type: "done", value });
	} catch (error) {
		say({ type: "failed", failed: "call", message: String(error?.message ?? error) });
	}
};
let text = "";
process.stdin.setEncoding("utf8").on("data", (part) => (text += part)).on("end", () => call(JSON.parse(text)));
`;

const message = z.discriminatedUnion("type", [
	z.object({ type: z.literal("opened") }),
	z.object({ type: z.literal("done"), value: z.union([z.string(), z.boolean(), z.null()]) }),
	z.object({
		type: z.literal("failed"),
		failed: z.enum(["load", "open", "call"]),
		message: z.string(),
	}),
]);

/** Makes one call in a process of its own, which is killed when it takes too long or this process ends. */
function ask(
	call: Call,
	{ module, env, openWithin, answerWithin }: KeyringProcessOptions,
): Promise<string | boolean | null> {
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, ["-e", program], {
			stdio: ["pipe", "pipe", "ignore"],
			env: withoutOwn(env),
			windowsHide: true,
		});
		const stop = () => void child.kill("SIGKILL");
		process.once("exit", stop);
		const limit = (milliseconds: number) =>
			setTimeout(() => {
				stop();
				fail(new KeyringUnreachableError(`it did not answer within ${milliseconds / 1000} seconds`));
			}, milliseconds);
		let timer = limit(openWithin);
		const end = () => {
			clearTimeout(timer);
			process.off("exit", stop);
		};
		const fail = (error: Error) => {
			end();
			reject(error);
		};
		createInterface(child.stdout).on("line", (line) => {
			const said = message.parse(JSON.parse(line));
			clearTimeout(timer);
			if (said.type === "opened") {
				timer = limit(answerWithin);
				return;
			}
			if (said.type === "failed") return fail(failure(said));
			end();
			resolve(said.value);
		});
		child.once("error", fail);
		// After the last line has been read; without an effect when that was an answer.
		child.once("close", (code, signal) =>
			fail(new Error(`the process that asked it ended with ${signal ?? `exit code ${code}`}`)),
		);
		// A process that could not start is reported by the events above.
		child.stdin.on("error", () => undefined);
		child.stdin.end(JSON.stringify({ module, ...call }));
	});
}

function failure({ failed, message }: { failed: "load" | "open" | "call"; message: string }): Error {
	switch (failed) {
		case "load":
			return new KeyringNotInstalledError(message);
		case "open":
			return new KeyringUnreachableError(message);
		case "call":
			return new Error(message);
	}
}

/** The environment without the variables of this program, some of which hold secrets. */
function withoutOwn(env: KeyringProcessOptions["env"]): Record<string, string | undefined> {
	return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("SUMO_PROVISION_")));
}
