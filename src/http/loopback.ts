/** Whether a URL's host is this machine: what may be reached without TLS, and never through a proxy. */
export function isLoopback(hostname: string): boolean {
	return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}
