import type { Streams } from "../../src/cli/output/streams.ts";

/** Streams that remember: what a command printed, and what it said beside. */
export function fakeStreams() {
	const printed: string[] = [];
	const said: string[] = [];
	const streams: Streams = {
		out: (line) => void printed.push(line),
		err: (line) => void said.push(line),
		unread: new AbortController().signal,
		interactive: false,
	};
	return { streams, printed, said, json: (): unknown[] => printed.map((line) => JSON.parse(line)) };
}
