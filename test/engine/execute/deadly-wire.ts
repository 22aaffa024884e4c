import http from "node:http";
import { onTestFinished } from "vitest";
import { z } from "zod";
import type { Random } from "../../../src/simulator/seed/random.ts";
import type { SumoControl } from "../../../src/simulator/sumo/control.ts";
import type { SumoUser } from "../../../src/simulator/sumo/organization.ts";

/** A change that really happened in Sumo, as the log would call it. */
export type Change = { readonly action: string; readonly targetId: string };

/** Where the caller of a request dies: the server never sees it, sees it later, has done it, or has just answered. */
export const deaths = ["unsent", "on its way", "unanswered", "answered"] as const;
export type Death = (typeof deaths)[number];

type Sentence = { readonly nth: number; readonly death: Death; readonly kill: () => void };

const created = z.looseObject({ id: z.string() });

/** A request is struck by faults so often at most, so that no caller ever runs out of retries. */
const mostStrikes = 2;

/**
 * The wire to a simulated Sumo. It strikes requests with faults (429, 500, 503, a reset before, an answer lost), kills
 * the caller at a request of the test's choice, and writes down every change that happened in Sumo, answered or not.
 */
export class DeadlyWire {
	readonly changes: Change[] = [];
	/** The accounts that were deleted in Sumo, as they were before. */
	readonly deleted: SumoUser[] = [];
	/** Faults by kind that struck. */
	readonly struck = new Map<string, number>();
	readonly #control: SumoControl;
	readonly #upstream: URL;
	readonly #random: Random;
	readonly #server: http.Server;
	readonly #agent = new http.Agent({ keepAlive: true });
	readonly #underWay = new Set<Promise<void>>();
	readonly #strikes = new Map<string, number>();
	#sentence: Sentence | undefined;
	#requests = 0;
	#isDead = false;
	/** Of so many requests one is struck; 0: none. */
	faultOneIn = 0;

	private constructor(control: SumoControl, upstream: string, random: Random) {
		this.#control = control;
		this.#upstream = new URL(upstream);
		this.#random = random;
		this.#server = http.createServer((incoming, outgoing) => {
			const served = this.#serve(incoming, outgoing)
				.catch(() => void incoming.socket.resetAndDestroy())
				.finally(() => this.#underWay.delete(served));
			this.#underWay.add(served);
		});
		this.#server.keepAliveTimeout = 75_000;
	}

	static async open(control: SumoControl, upstream: string, random: Random): Promise<DeadlyWire> {
		const wire = new DeadlyWire(control, upstream, random);
		await new Promise<void>((done) => wire.#server.listen(0, "127.0.0.1", done));
		onTestFinished(async () => {
			await new Promise<void>((done) => {
				wire.#server.close(() => done());
				wire.#server.closeAllConnections();
			});
			wire.#agent.destroy();
		});
		return wire;
	}

	get url(): string {
		const address = this.#server.address();
		if (address === null || typeof address === "string") throw new Error("the wire does not listen");
		return `http://127.0.0.1:${address.port}${this.#upstream.pathname}`;
	}

	/** A new caller: it dies at its nth request, or lives. */
	begin(sentence?: Sentence): void {
		this.#sentence = sentence;
		this.#requests = 0;
		this.#isDead = false;
		this.#strikes.clear();
	}

	/** Resolves when nothing is under way any more, whether its caller lives or not. */
	async idle(): Promise<void> {
		while (this.#underWay.size > 0) await Promise.all(this.#underWay);
	}

	async #serve(incoming: http.IncomingMessage, outgoing: http.ServerResponse): Promise<void> {
		const { method = "GET", url: target = "/" } = incoming;
		const body = await textOf(incoming);
		this.#requests += 1;
		const isLast = this.#sentence !== undefined && this.#requests === this.#sentence.nth;
		const death = isLast ? this.#sentence?.death : undefined;
		const kill = () => {
			this.#isDead = true;
			this.#sentence?.kill();
		};
		if (death === "unsent" || death === "on its way") kill();
		if (death === "unsent") return void incoming.socket.destroy();
		const fault = death === undefined && !this.#isDead ? this.#fault(`${method} ${target} ${body}`) : null;
		if (fault === "reset") return void incoming.socket.resetAndDestroy();
		if (typeof fault === "number") {
			outgoing.writeHead(fault, fault === 429 ? { "retry-after": "0" } : {}).end();
			return;
		}
		const answer = await this.#forward(method, target, incoming.headers, body);
		if (death === "unanswered") kill();
		if (this.#isDead || fault === "lost") return void incoming.socket.resetAndDestroy();
		outgoing.writeHead(answer.status, answer.headers).end(answer.body);
		if (death === "answered") kill();
	}

	#fault(request: string): 429 | 500 | 503 | "reset" | "lost" | null {
		if (this.faultOneIn === 0 || this.#random.below(this.faultOneIn) !== 0) return null;
		const strikes = this.#strikes.get(request) ?? 0;
		if (strikes >= mostStrikes) return null;
		this.#strikes.set(request, strikes + 1);
		const fault = ([429, 500, 503, "reset", "lost", "lost"] as const)[this.#random.below(6)] ?? "lost";
		this.struck.set(String(fault), (this.struck.get(String(fault)) ?? 0) + 1);
		return fault;
	}

	async #forward(method: string, target: string, headers: http.IncomingHttpHeaders, body: string) {
		const id = /\/Users\/([^/?]+)$/.exec(target)?.[1];
		const before = id === undefined ? undefined : this.#control.user(id);
		const { host, hostname, port } = this.#upstream;
		const answer = await new Promise<{ status: number; headers: http.IncomingHttpHeaders; body: string }>(
			(done, fail) => {
				const options = { hostname, port, method, path: target, headers: { ...headers, host } };
				const sent = http.request({ ...options, agent: this.#agent }, (received) => {
					textOf(received).then(
						(text) => done({ status: received.statusCode ?? 0, headers: received.headers, body: text }),
						fail,
					);
				});
				sent.once("error", fail);
				sent.end(body);
			},
		);
		this.#note(method, answer, before);
		return answer;
	}

	#note(method: string, answer: { status: number; body: string }, before: SumoUser | undefined): void {
		if (answer.status >= 300 || method === "GET") return;
		if (method === "POST") {
			this.changes.push({ action: "Create", targetId: created.parse(JSON.parse(answer.body)).id });
			return;
		}
		if (before === undefined) return;
		const targetId = before.id;
		const after = this.#control.user(targetId);
		if (after === undefined) {
			this.changes.push({ action: "Delete", targetId });
			this.deleted.push(before);
		} else if (after.active !== before.active)
			this.changes.push({ action: after.active ? "Enable" : "Disable", targetId });
		else if (contentOf(after) !== contentOf(before)) this.changes.push({ action: "Update", targetId });
	}
}

function contentOf({ version: _, modified: __, modifiedBy: ___, ...content }: SumoUser): string {
	return JSON.stringify(content);
}

async function textOf(incoming: http.IncomingMessage): Promise<string> {
	let text = "";
	incoming.setEncoding("utf8");
	for await (const chunk of incoming) text += String(chunk);
	return text;
}
