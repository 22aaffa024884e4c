import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, onTestFinished } from "vitest";
import { startSimulators, type World, type WorldOptions } from "../../../src/simulator/world.ts";
import { compileCache } from "../../compile-cache.ts";
import { holdUntilRead } from "../../hold-until-read.ts";
import { key, Terminal } from "./terminal.ts";

const binary = resolve(import.meta.dirname, "../../../dist/sumo-provision.js");

/** The demo tenant and its Sumo organization in this process, without Sumo's limit; they end with the test. */
export async function demoWorld(options: WorldOptions = {}): Promise<World> {
	const world = await startSimulators({ limit: "off", ...options });
	onTestFinished(() => world.close());
	return world;
}

/** Empty, and gone when the test is over. */
export function freshHome(): string {
	const folder = mkdtempSync(join(tmpdir(), "sumo-console-"));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }));
	return folder;
}

export type ConsoleOptions = {
	readonly home: string;
	readonly columns?: number;
	readonly rows?: number;
	readonly env?: Readonly<Record<string, string>>;
	/** Milliseconds that keys and output each take. */
	readonly latency?: number;
	/** Options of Node, before the script. */
	readonly nodeOptions?: readonly string[];
	/** Further flags of the command, after those of the world. */
	readonly flags?: readonly string[];
};

/** A shell runs the program, shows in which mode it left the terminal, and ends with the program's exit code once all of it was read. */
const shell = [
	'sh -c \'echo $$ >"$PID_FILE"; exec "$@"\' sh "$@"',
	"code=$?",
	"stty -a",
	holdUntilRead.script,
	"exit $code",
].join("; ");

/** The console in a terminal, as a shell starts it. */
export class Console extends Terminal {
	readonly #pidFile: string;

	constructor(
		args: readonly string[],
		{ home, columns = 80, rows = 24, env = {}, latency = 0, nodeOptions = [] }: ConsoleOptions,
	) {
		const pidFile = join(home, "pid");
		super("sh", ["-c", shell, "sh", process.execPath, ...nodeOptions, binary, ...args], {
			columns,
			rows,
			latency,
			env: {
				PATH: process.env.PATH ?? "",
				HOME: home,
				...compileCache,
				LANG: "C.UTF-8",
				TERM: "xterm-256color",
				SUMO_PROVISION_HOME: home,
				PID_FILE: pidFile,
				...env,
			},
		});
		this.#pidFile = pidFile;
		onTestFinished(() => this.close());
	}

	/** The process of the console itself; it is known once it draws. */
	get pid(): number {
		return Number(readFileSync(this.#pidFile, "utf8"));
	}

	/** Goes to a screen by its key and waits for what stands on it. */
	async visit(screen: string, expected: string | RegExp): Promise<string> {
		await this.type(screen, expected);
		await this.expectFrame();
		return this.screen();
	}

	/** Presses the key of a command that asks first, confirms the question, and waits for what follows. */
	async confirm(command: string, question: string, expected: string | RegExp): Promise<void> {
		await this.type(command, question);
		await this.type(key.enter, expected);
	}

	/** Filters the list on the screen by words, and leaves the filter line with the cursor on the one row that matches. */
	async find(words: string): Promise<void> {
		await this.type("/", /(?:^| )\/ .*\d+ of \d+(?: |$)/m);
		await this.type(key.ctrlU, /(?:^| )\/ +\d+ of \d+(?: |$)/m);
		await this.type(words, /(?:^| )\/ .* 1 of \d+(?: |$)/m);
		this.press(key.enter);
	}

	/** Pages down in details until the text is seen. The count of lines below is drawn last: a page is whole once it is new. */
	async look(expected: string): Promise<void> {
		const below = () => /↓ \d+ more line/.exec(this.screen())?.[0];
		for (;;) {
			await this.until(() => this.screen().includes(expected) || below() !== undefined, `seeing ${expected}`);
			if (this.screen().includes(expected)) return;
			const before = below();
			this.press(key.pageDown);
			await this.until(() => below() !== before, "the next page");
		}
	}

	/** Waits until the picture is whole: header, footer, borders, and nothing outside of the screen. */
	async expectFrame(): Promise<void> {
		const problems = () => {
			const lines = this.lines();
			return [
				...(/^\S.* · .*req\/s$/.test(lines[0] ?? "") ? [] : [`the first line is no header: ${lines[0]}`]),
				...(lines.at(-1)?.trim() ? [] : ["there is no footer"]),
				...(lines.filter((line) => line.startsWith("sumo-provision ·")).length > 1 ? ["two headers"] : []),
				...this.frameProblems(),
			];
		};
		await this.until(() => problems().length === 0, "a whole frame").catch((error: unknown) => {
			throw new Error(`${problems().join("\n")}\n${this.screen()}`, { cause: error });
		});
	}

	/** Waits for the end: this exit code, and the terminal as the shell had it before. */
	async expectRestored(code: number): Promise<void> {
		expect(await this.end(), this.everything()).toBe(code);
		expect(this.changedModes()).toEqual([]);
		const modes = this.everything().slice(this.everything().lastIndexOf("speed "));
		expect(modes).toMatch(/(?<!-)\bicanon\b/);
		expect(modes).toMatch(/(?<!-)\becho\b/);
		expect(modes).toMatch(/(?<!-)\bisig\b/);
	}
}

/** What a command line says to work with this world. */
export function worldFlags({ sumo, entra }: World): readonly string[] {
	return [
		...["--source", "entra", "--tenant-id", entra.tenantId, "--client-id", entra.clientId],
		...[
			"--graph-url",
			entra.graphUrl,
			"--graph-token-env",
			"GRAPH_TOKEN",
			"--application",
			entra.servicePrincipalId,
		],
		...["--scim-url", sumo.scimUrl, "--token-env", "SCIM_TOKEN", "--rate", "off"],
	];
}

/** An access token as Entra's token endpoint gives it to the application. */
async function graphToken({ entra }: World): Promise<string> {
	const answer = await fetch(`${entra.authorityUrl}/${entra.tenantId}/oauth2/v2.0/token`, {
		method: "POST",
		body: new URLSearchParams({
			grant_type: "client_credentials",
			client_id: entra.clientId,
			client_secret: entra.clientSecret,
			scope: "https://graph.microsoft.com/.default",
		}),
	});
	const token: unknown = await answer.json();
	if (typeof token === "object" && token !== null && "access_token" in token)
		return String(token.access_token);
	throw new Error(`no token: ${JSON.stringify(token)}`);
}

/** The secrets of a world in the variables that `worldFlags` names. */
export async function worldSecrets(world: World): Promise<Readonly<Record<string, string>>> {
	const { accessId, accessKey } = world.sumo;
	return {
		SCIM_TOKEN: Buffer.from(`${accessId}:${accessKey}`).toString("base64"),
		GRAPH_TOKEN: await graphToken(world),
	};
}

/**
 * Holds all creations but the first four, so that a cycle can be met in the middle. With these flags those four are the first that are
 * sent: the console counts them once all that were sent with them are answered.
 */
export function holdCreations({ sumo }: World): readonly string[] {
	sumo.control.fault({ kind: "hold", method: "POST", path: "/scim/Users", count: 1000, after: 4 });
	return ["--concurrency", "4"];
}

/** Opens the console on a world by flags alone, as a script would, and waits until the session is open. */
export async function openConsole(
	world: World,
	options: ConsoleOptions,
	opening = /○ Off|● On/,
): Promise<Console> {
	const secrets = await worldSecrets(world);
	const opened = new Console(["console", ...worldFlags(world), ...(options.flags ?? [])], {
		...options,
		env: { ...secrets, ...options.env },
	});
	await opened.see(opening);
	return opened;
}
