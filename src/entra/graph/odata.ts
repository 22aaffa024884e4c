/** Path and query, with the spaces and quotes of OData encoded. */
export function url(path: string, query: Readonly<Record<string, string>>): string {
	const pairs = Object.entries(query).map(
		([name, value]) => `${name}=${encodeURIComponent(value.toWellFormed())}`,
	);
	return pairs.length === 0 ? path : `${path}?${pairs.join("&")}`;
}

/** A string literal of OData: in single quotes, those inside doubled. */
export function quoted(text: string): string {
	return `'${text.replaceAll("'", "''")}'`;
}
