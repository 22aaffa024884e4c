import { createServer, type Socket } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { createConnector } from "../../src/http/connector.ts";
import { createHttpClient } from "../../src/http/http-client.ts";
import { HttpFailure } from "../../src/http/http-failure.ts";

const head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";
const chunked = `${head}transfer-encoding: chunked\r\n\r\n`;

/** Sends a piece again and again, as fast as it is taken, or with a pause before each. */
function keepSending(socket: Socket, piece: string, pauseMs?: number): void {
	if (pauseMs !== undefined) {
		const timer = setInterval(() => socket.write(piece), pauseMs);
		socket.once("close", () => clearInterval(timer));
		return;
	}
	const more = () => {
		while (!socket.destroyed && socket.write(piece));
	};
	socket.on("drain", more);
	more();
}

/** A server on loopback that does with each connection, once something was asked, what it likes. */
async function hostile(answer: (socket: Socket, asked: number) => void): Promise<string> {
	const sockets = new Set<Socket>();
	let asked = 0;
	const server = createServer((socket) => {
		sockets.add(socket);
		socket.on("error", () => undefined).on("close", () => sockets.delete(socket));
		socket.on("data", () => {
			asked += 1;
			answer(socket, asked);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	onTestFinished(async () => {
		for (const socket of sockets) socket.destroy();
		await new Promise((resolve) => server.close(resolve));
	});
	const address = server.address();
	if (address === null || typeof address === "string") throw new Error("The server listens on no port.");
	return `http://127.0.0.1:${address.port}/`;
}

const limits = { timeoutMs: 150, maxBytes: 200_000 };

function clientOf(limit = 0) {
	return createHttpClient({
		connector: createConnector({}),
		clock: { sleep: async () => undefined, random: () => 0 },
		...limits,
		retry: { limit, isRepeatable: (error) => error instanceof HttpFailure && error.isPassing },
	});
}

describe("a request to a server that", () => {
	it.each<readonly [string, (socket: Socket) => void]>([
		["says nothing", () => undefined],
		[
			"sends one byte at a time",
			(socket) => {
				socket.write(`${head}content-length: 100000\r\n\r\n`);
				keepSending(socket, " ", 10);
			},
		],
		[
			"sends one chunk at a time",
			(socket) => {
				socket.write(chunked);
				keepSending(socket, "1\r\n \r\n", 10);
			},
		],
		[
			"sends one header at a time",
			(socket) => {
				socket.write(head);
				keepSending(socket, "a: b\r\n", 10);
			},
		],
		[
			"sends hints without end",
			(socket) => {
				keepSending(socket, "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n", 1);
			},
		],
		["never ends the last chunk", (socket) => void socket.write(`${chunked}2\r\n{}\r\n`)],
	])("%s ends with its time", async (_, answer) => {
		const url = await hostile(answer);
		await expect(clientOf().send({ method: "POST", url, body: "{}" })).rejects.toMatchObject({
			kind: "timeout",
			neverSent: false,
			message: expect.stringContaining("did not answer within 0.15 s"),
		});
	});

	it.each<readonly [string, (socket: Socket) => void, object]>([
		[
			"sends a body without end",
			(socket) => {
				socket.write(chunked);
				keepSending(socket, `4000\r\n${" ".repeat(0x4000)}\r\n`);
			},
			{ kind: "too-large", message: expect.stringContaining("the answer is longer than") },
		],
		[
			"sends headers without end",
			(socket) => {
				socket.write(head);
				keepSending(socket, `a: ${"b".repeat(1000)}\r\n`);
			},
			{ kind: "network", message: expect.stringContaining("are longer than 16 KiB") },
		],
		[
			"speaks another protocol",
			(socket) => void socket.write("220 mail.example.com ESMTP\r\n"),
			{ kind: "network", message: expect.stringContaining("answers with something other than HTTP (HPE_") },
		],
		[
			"sends half of a body",
			(socket) => void socket.end(`${head}content-length: 100\r\n\r\n{"Res`),
			{ kind: "network", message: expect.stringContaining("broke off before the answer was complete") },
		],
	])("%s ends at once", async (_, answer, expected) => {
		const url = await hostile(answer);
		const limited = createHttpClient({
			connector: createConnector({}),
			clock: { sleep: async () => undefined, random: () => 0 },
			...limits,
			timeoutMs: 60_000,
			retry: { limit: 0, isRepeatable: () => false },
		});
		await expect(limited.send({ method: "POST", url, body: "{}" })).rejects.toMatchObject({
			neverSent: false,
			...expected,
		});
	});

	it("closes a kept connection between two requests is asked again over a new one", async () => {
		const ok = `${head}content-length: 2\r\n\r\n{}`;
		const url = await hostile(
			(socket, asked) => void (asked === 2 ? socket.resetAndDestroy() : socket.write(ok)),
		);
		const client = clientOf(1);
		await client.send({ method: "GET", url });
		expect((await client.send({ method: "GET", url })).status).toBe(200);
		expect(client.requests()).toBe(3);
	});
});
