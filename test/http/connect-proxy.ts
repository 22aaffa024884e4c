import { createServer } from "node:http";
import { connect } from "node:net";
import type { Duplex } from "node:stream";
import { onTestFinished } from "vitest";
import { listening } from "./loopback.ts";

/** A proxy for one test. `tunnels` grows with each CONNECT: to where, and with which Proxy-Authorization. */
export async function connectProxy({
	answer = 200,
	schemes = [],
}: {
	readonly answer?: number | "silence" | "garbage" | "cut";
	/** What it sends as Proxy-Authenticate. */
	readonly schemes?: readonly string[];
} = {}) {
	const tunnels: { readonly target: string; readonly authorization: string | undefined }[] = [];
	/** What passed through in clear bytes, from the client. */
	const seen: Buffer[] = [];
	const sockets = new Set<Duplex>();
	const server = createServer((_, response) => response.writeHead(400).end());
	server.on("connect", (request, socket) => {
		tunnels.push({ target: request.url ?? "", authorization: request.headers["proxy-authorization"] });
		sockets.add(socket.on("error", () => socket.destroy()));
		if (answer === "silence") return;
		if (answer === "garbage") {
			socket.end("what?\r\n\r\n");
			return;
		}
		if (answer === "cut") {
			socket.end("HTTP/1.1 200 Connection established\r\n\r\n");
			return;
		}
		if (answer !== 200) {
			const offers = schemes.map((scheme) => `proxy-authenticate: ${scheme}\r\n`).join("");
			socket.end(`HTTP/1.1 ${answer} No\r\n${offers}content-length: 0\r\n\r\n`);
			return;
		}
		const [, port = ""] = (request.url ?? "").split(":");
		// Names are not looked up: whatever is asked for, it is a server of the test.
		const upstream = connect(Number(port), "127.0.0.1", () => {
			socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
			socket.on("data", (bytes: Buffer) => seen.push(bytes));
			socket.pipe(upstream).pipe(socket);
		});
		upstream.on("error", () => socket.destroy());
		socket.on("close", () => upstream.destroy());
	});
	const url = await listening(server);
	onTestFinished(() => {
		for (const socket of sockets) socket.destroy();
	});
	return {
		url,
		tunnels,
		seen: () => Buffer.concat(seen).toString("latin1"),
	};
}
