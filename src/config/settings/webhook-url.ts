/** What is wrong with the URL of a webhook, without quoting it, since it is a secret; undefined when it can be used. */
export function webhookProblem(text: string): string | undefined {
	const url = URL.parse(text);
	if (url === null) return "is not a URL";
	if (url.username !== "" || url.password !== "") return "must not hold a user name or password before the @";
	const isLoopback = ["127.0.0.1", "[::1]", "localhost"].includes(url.hostname);
	if (url.protocol === "https:" || (url.protocol === "http:" && isLoopback)) return undefined;
	return "must begin with https:// (http:// only on this machine)";
}
