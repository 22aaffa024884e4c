/**
 * A filter for equality (RFC 7644 §3.4.2.2): `userName eq "a\"b"`. The value is written as a JSON string, so that
 * quotes and backslashes in it stay part of it.
 */
export function equals(attribute: string, value: string): string {
	return `${attribute} eq ${JSON.stringify(value)}`;
}
