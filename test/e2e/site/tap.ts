import http from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** A request that went through, and the status it got; undefined while it is under way, 0 when the connection broke. */
export type Exchange = {
	readonly method: string;
	/** Path with its query. */
	readonly target: string;
	/** The body as JSON; undefined when there was none. */
	readonly body: unknown;
	readonly status: number | undefined;
};

/** Where requests wait: before the server sees them, or when it has done them and the caller does not know yet. */
export type Moment = "arrived" | "answered";

/** Requests that are held. */
export type Held = {
	/** Resolves when as many wait as were wanted. */
	readonly reached: Promise<void>;
	/** Lets all of them go on, and those that come later. */
	readonly go: () => void;
	/** Cuts all of them off: what has not reached the server never will. */
	readonly drop: () => void;
};

type Gate = {
	readonly moment: Moment;
	readonly fits: (exchange: Exchange) => boolean;
	/** Resolves with whether the request may go on. */
	readonly pass: () => Promise<boolean>;
};

/**
 * A way to a server through which a test sees every request with its body, and can hold requests at a moment of its
 * choice. What breaks at the server breaks at the caller in the same way.
 */
export class Tap {
	readonly exchanges: Exchange[] = [];
	readonly #upstream: URL;
	readonly #server: http.Server;
	readonly #underWay = new Set<Promise<void>>();
	#gates: Gate[] = [];

	private constructor(upstream: string) {
		this.#upstream = new URL(upstream);
		this.#server = http.createServer((incoming, outgoing) => {
			const served = this.#serve(incoming, outgoing)
				.catch(() => void incoming.socket.resetAndDestroy())
				.finally(() => this.#underWay.delete(served));
			this.#underWay.add(served);
		});
		this.#server.keepAliveTimeout = 75_000;
	}

	/** Opens a tap on the origin of `upstream`; it closes with the test. */
	static async open(upstream: string): Promise<Tap> {
		const tap = new Tap(upstream);
		await new Promise<void>((done) => tap.#server.listen(0, "127.0.0.1", done));
		onTestFinished(() => tap.close());
		return tap;
	}

	/** The URL of the server, by way of the tap. */
	get url(): string {
		const { port } = addressOf(this.#server);
		return `http://127.0.0.1:${port}${this.#upstream.pathname}`;
	}

	/** The exchanges of a method, or of any that write. */
	sent(...methods: readonly string[]): readonly Exchange[] {
		const wanted = methods.length === 0 ? ["POST", "PUT", "PATCH", "DELETE"] : methods;
		return this.exchanges.filter(({ method }) => wanted.includes(method));
	}

	forget(): void {
		this.exchanges.length = 0;
	}

	/** Resolves when nothing is under way any more, whether its caller still lives or not. */
	async idle(): Promise<void> {
		while (this.#underWay.size > 0) await Promise.all(this.#underWay);
	}

	/** Holds the requests that fit, from now on, at a moment. */
	hold(fits: (exchange: Exchange) => boolean, moment: Moment, count = 1): Held {
		const { promise: reached, resolve: arrive } = Promise.withResolvers<void>();
		const { promise: verdict, resolve: decide } = Promise.withResolvers<boolean>();
		let waiting = 0;
		const gate: Gate = {
			moment,
			fits,
			pass: () => {
				waiting += 1;
				if (waiting >= count) arrive();
				return verdict;
			},
		};
		const end = (mayGoOn: boolean) => () => {
			this.#gates = this.#gates.filter((other) => other !== gate);
			decide(mayGoOn);
		};
		this.#gates.push(gate);
		return { reached, go: end(true), drop: end(false) };
	}

	close(): Promise<void> {
		return new Promise((done) => {
			this.#server.close(() => done());
			this.#server.closeAllConnections();
		});
	}

	async #serve(incoming: http.IncomingMessage, outgoing: http.ServerResponse): Promise<void> {
		const text = await textOf(incoming);
		const { method = "GET", url: target = "/", headers } = incoming;
		const exchange = { method, target, body: text === "" ? undefined : JSON.parse(text), status: 0 };
		const { status: _, ...unanswered } = exchange;
		const at = this.exchanges.push({ ...unanswered, status: undefined }) - 1;
		const note = (status: number) => {
			this.exchanges[at] = { ...exchange, status };
		};
		if (!(await this.#mayPass(exchange, "arrived"))) {
			note(0);
			incoming.socket.destroy();
			return;
		}
		const answer = await forward({ method, target, headers, text, to: this.#upstream }).catch(
			(error: unknown) => {
				note(0);
				throw error;
			},
		);
		note(answer.status);
		if (!(await this.#mayPass({ ...exchange, status: answer.status }, "answered"))) {
			incoming.socket.destroy();
			return;
		}
		outgoing.writeHead(answer.status, answer.headers);
		if (answer.complete) outgoing.end(answer.body);
		else outgoing.write(answer.body, () => incoming.socket.destroy());
	}

	async #mayPass(exchange: Exchange, moment: Moment): Promise<boolean> {
		const gate = this.#gates.find((one) => one.moment === moment && one.fits(exchange));
		return gate === undefined || (await gate.pass());
	}
}

type Answer = {
	readonly status: number;
	readonly headers: http.IncomingHttpHeaders;
	readonly body: Buffer;
	/** False when the server broke off. */
	readonly complete: boolean;
};

function forward(request: {
	readonly method: string;
	readonly target: string;
	readonly headers: http.IncomingHttpHeaders;
	readonly text: string;
	readonly to: URL;
}): Promise<Answer> {
	const { method, target, headers, text, to } = request;
	return new Promise((done, fail) => {
		const sent = http.request(
			{ host: to.hostname, port: to.port, method, path: target, headers: { ...headers, host: to.host } },
			(received) => {
				const chunks: Buffer[] = [];
				const end = () =>
					done({
						status: received.statusCode ?? 0,
						headers: received.headers,
						body: Buffer.concat(chunks),
						complete: received.complete,
					});
				received.on("data", (chunk: Buffer) => chunks.push(chunk));
				received.once("end", end).once("error", end);
			},
		);
		sent.once("error", fail);
		sent.end(text);
	});
}

async function textOf(incoming: http.IncomingMessage): Promise<string> {
	let text = "";
	incoming.setEncoding("utf8");
	for await (const chunk of incoming) text += String(chunk);
	return text;
}

function addressOf(server: http.Server): AddressInfo {
	const address = server.address();
	if (address === null || typeof address === "string") throw new Error("the tap does not listen");
	return address;
}
