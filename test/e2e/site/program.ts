import { type ChildProcessByStdio, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { Readable } from "node:stream";
import { pathToFileURL } from "node:url";
import { onTestFinished } from "vitest";

/** The built program, as `npm run build` leaves it, or the build that SUMO_PROVISION_BINARY names. */
export const binary =
	process.env.SUMO_PROVISION_BINARY ?? resolve(import.meta.dirname, "../../../dist/sumo-provision.js");

export type ProgramOptions = {
	/** What the process gets besides PATH: nothing of this machine's own settings reaches it. */
	readonly env?: Readonly<Record<string, string>>;
	/** Variables that hold secrets: they are set, and a run that shows one of their values anywhere fails. */
	readonly secrets?: Readonly<Record<string, string>>;
	readonly cwd?: string;
	/** Another executable than the built one. */
	readonly file?: string;
	/** Options of Node, before the script. */
	readonly nodeOptions?: readonly string[];
	readonly node?: string;
	/** Runs it in a shell, with this after its arguments: `> FILE`. */
	readonly shell?: string;
};

export type Finished = {
	/** Null when a signal ended it. */
	readonly code: number | null;
	readonly signal: NodeJS.Signals | null;
	readonly out: string;
	readonly err: string;
};

/** Runs the program without a terminal, and waits for its end. */
export function run(args: readonly string[], options: ProgramOptions = {}): Promise<Finished> {
	return new Program(args, options).ended;
}

/** Between what one command of `runEach` printed and the next. */
const border = "\u0001";

/**
 * Runs commands one after the other in a single process of the built program, and waits for their ends. To start a process costs more
 * than most commands. Each ends with what the program sets as the exit code.
 */
export async function runEach(
	commands: readonly (readonly string[])[],
	options: ProgramOptions = {},
): Promise<readonly Finished[]> {
	const folder = mkdtempSync(join(tmpdir(), "sumo-provision-"));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	chmodSync(folder, 0o755); // the program may become another user
	const file = join(folder, "each.mjs");
	writeFileSync(file, runningEach(commands));
	const { code, signal, out, err } = await run([], { ...options, file });
	const [outs, errs] = [out, err].map((text) => text.split(border));
	if (code !== 0 || outs?.length !== commands.length + 1)
		throw new Error(`the process did not run each command: ${code ?? signal}\n${out}\n${err}`);
	return commands.map((args, at) => {
		const finished = {
			code: Number(/\d+$/.exec(outs[at] ?? "")?.[0]),
			signal: null,
			out: (outs[at] ?? "").replace(/\d+$/, ""),
			err: errs?.[at] ?? "",
		};
		assertHidden(options.secrets ?? {}, args, finished);
		return finished;
	});
}

/** A script that runs each command as a start of the program would: the launcher for the first, the program behind it for each. */
function runningEach(commands: readonly (readonly string[])[]): string {
	const [launcher, program] = [binary, join(dirname(binary), "main.js")].map(
		(path) => pathToFileURL(path).href,
	);
	// Each start waits for the end of the process, which a process of its own does once.
	return `
		for (const one of [process, process.stdout, process.stderr]) one.setMaxListeners(0);
		for (const [at, args] of ${JSON.stringify(commands)}.entries()) {
			process.argv.splice(1, process.argv.length, ${JSON.stringify(binary)}, ...args);
			process.exitCode = undefined;
			await import(at === 0 ? ${JSON.stringify(launcher)} : ${JSON.stringify(program)} + "?" + at);
			process.stdout.write(String(process.exitCode ?? 0) + ${JSON.stringify(border)});
			process.stderr.write(${JSON.stringify(border)});
		}
		process.exitCode = 0;
	`;
}

/** The program as a process without a terminal. It is killed when the test that started it ends before it does. */
export class Program {
	readonly #child: ChildProcessByStdio<null, Readable, Readable>;
	readonly #watchers = new Set<() => void>();
	readonly ended: Promise<Finished>;
	#out = "";
	#err = "";
	#over = false;

	constructor(args: readonly string[], options: ProgramOptions = {}) {
		const { env = {}, secrets = {}, cwd, file = binary, nodeOptions = [], node = process.execPath } = options;
		const { shell } = options;
		assertHidden(secrets, args);
		const call = [node, ...nodeOptions, file, ...args];
		const [command = node, ...rest] =
			shell === undefined ? call : ["sh", "-c", `exec "$@" ${shell}`, "sh", ...call];
		this.#child = spawn(command, rest, {
			stdio: ["ignore", "pipe", "pipe"],
			cwd,
			env: { PATH: process.env.PATH ?? "", ...env, ...secrets },
		});
		this.#child.stdout.setEncoding("utf8").on("data", (text: string) => {
			this.#out += text;
			this.#notify();
		});
		this.#child.stderr.setEncoding("utf8").on("data", (text: string) => {
			this.#err += text;
			this.#notify();
		});
		this.ended = new Promise<Finished>((done, fail) => {
			this.#child.once("error", fail);
			this.#child.once("close", (code, signal) => {
				this.#over = true;
				this.#notify();
				const finished = { code, signal, out: this.#out, err: this.#err };
				try {
					assertHidden(secrets, args, finished);
					done(finished);
				} catch (error) {
					fail(error);
				}
			});
		});
		this.ended.catch(() => undefined);
		onTestFinished(async () => {
			this.kill("SIGKILL");
			await this.ended.catch(() => undefined);
		});
	}

	get pid(): number {
		return this.#child.pid ?? 0;
	}

	/** The lines that came on stdout so far, the unfinished last one apart. */
	get lines(): readonly string[] {
		return this.#out.split("\n").slice(0, -1);
	}

	/** No longer reads what it writes there: its next write fails. */
	leave(end: "stdout" | "stderr"): void {
		this.#child[end].destroy();
	}

	kill(signal: NodeJS.Signals): void {
		if (!this.#over) this.#child.kill(signal);
	}

	/** Resolves once that many lines on stdout fit; rejects with all output when the program ends before. */
	until(fits: (line: string) => boolean, count = 1): Promise<void> {
		return this.#reaches(() => this.lines.filter(fits).length >= count);
	}

	/** Resolves once stderr holds the words; rejects with all output when the program ends before. */
	says(words: string): Promise<void> {
		return this.#reaches(() => this.#err.includes(words));
	}

	async #reaches(enough: () => boolean): Promise<void> {
		await new Promise<void>((done, fail) => {
			const look = () => {
				if (enough()) done();
				else if (this.#over) fail(new Error(`the program ended too early:\n${this.#out}\n${this.#err}`));
				else return;
				this.#watchers.delete(look);
			};
			this.#watchers.add(look);
			look();
		});
	}

	#notify(): void {
		for (const look of [...this.#watchers]) look();
	}
}

/** Throws if the arguments, or what a run printed, show a secret. */
export function assertHidden(
	secrets: Readonly<Record<string, string>>,
	args: readonly string[],
	{ out, err }: Pick<Finished, "out" | "err"> = { out: "", err: "" },
): void {
	for (const secret of Object.values(secrets).flatMap(partsOf)) {
		if (args.some((arg) => arg.includes(secret))) throw new Error("a secret among the arguments");
		if (out.includes(secret) || err.includes(secret))
			throw new Error(`a secret was shown by sumo-provision ${args.join(" ")}`);
	}
}

/** A secret, and what is inside it when it is the Base64 of `accessId:accessKey`. */
function partsOf(secret: string): readonly string[] {
	const bytes = Buffer.from(secret, "base64");
	const [, accessKey, ...more] = bytes.toString("latin1").split(":");
	const isEncoded = bytes.toString("base64") === secret && accessKey !== undefined && more.length === 0;
	return isEncoded ? [secret, accessKey] : [secret];
}
