/** Options of Node that run this code before the program. */
export function preload(code: string): readonly string[] {
	return ["--import", `data:text/javascript,${encodeURIComponent(code)}`];
}

/** Makes every look-up of a name fail, so that no test asks a real name server; and a wait of seconds before a retry is none. */
export const nobodyKnown = preload(`
	import dns from "node:dns";
	import timers from "node:timers/promises";
	dns.lookup = (host, options, done) =>
		done(Object.assign(new Error("getaddrinfo ENOTFOUND " + host), { code: "ENOTFOUND", syscall: "getaddrinfo" }));
	const patient = timers.setTimeout;
	timers.setTimeout = (ms, ...rest) => patient(ms < 10_000 ? 0 : ms, ...rest);
`);

/** Makes Node believe that it is another version. */
export function pretendNode(version: string): readonly string[] {
	return preload(`
		Object.defineProperty(process, "versions", { value: { ...process.versions, node: ${JSON.stringify(version)} } });
	`);
}
