import type { Connector } from "./connector.ts";

/** A server whose clock and this machine's are apart. */
export type ClockSkew = {
	readonly host: string;
	/** Milliseconds by which the server is ahead; negative: behind. */
	readonly aheadMs: number;
	/** This machine's clock at that answer, in milliseconds since 1970. */
	readonly at: number;
};

/** Beyond the time of a request and what machines without time synchronization lose in a day; tokens allow for 5 minutes. */
const limitMs = 3 * 60_000;

/** The clocks of the servers that were asked through each connector, by their last answer. */
const known = new WeakMap<Connector, Map<string, ClockSkew>>();

/**
 * Reads a server's clock from an answer (RFC 9110 §6.6.1).
 *
 * @param age the Age header: an answer out of a cache shows an old time
 * @param now this machine's clock, in milliseconds since 1970
 */
export function noteClock(
	connector: Connector,
	host: string,
	{ date, age }: { readonly date: string | null; readonly age: string | null },
	now = Date.now(),
): void {
	const shown = Date.parse(date ?? "");
	if (Number.isNaN(shown) || Number(age ?? 0) > 0) return;
	const clocks = known.get(connector) ?? new Map<string, ClockSkew>();
	known.set(connector, clocks);
	clocks.set(host, { host, aheadMs: shown - now, at: now });
}

/**
 * The largest difference beyond a few minutes between this machine's clock and a server's, as sentences that name both
 * clocks and the fix; undefined when there is none.
 *
 * @param host only this server; absent: all servers that were reached through the connector
 */
export function skewWarning(connector: Connector, host?: string): string | undefined {
	const found = [...(known.get(connector)?.values() ?? [])]
		.filter((clock) => (host === undefined || clock.host === host) && Math.abs(clock.aheadMs) > limitMs)
		.sort((a, b) => Math.abs(b.aheadMs) - Math.abs(a.aheadMs));
	const [worst] = found;
	if (worst === undefined) return undefined;
	const time = (ms: number) => new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");
	return `The clock of this machine shows ${time(worst.at)}, and that of ${worst.host} ${time(worst.at + worst.aheadMs)}: they are ${lengthOf(Math.abs(worst.aheadMs))} apart. Set this machine's clock, for example with \`timedatectl set-ntp true\`.`;
}

/** How far this machine's clock is ahead of the slowest server that was reached through the connector, in milliseconds; 0 when it is not. */
export function aheadOfServers(connector: Connector): number {
	return Math.max(0, ...[...(known.get(connector)?.values() ?? [])].map(({ aheadMs }) => -aheadMs));
}

function lengthOf(ms: number): string {
	const minutes = Math.round(ms / 60_000);
	if (minutes < 120) return `${minutes} minutes`;
	return minutes < 48 * 60 ? `${Math.round(minutes / 60)} hours` : `${Math.round(minutes / 1440)} days`;
}
