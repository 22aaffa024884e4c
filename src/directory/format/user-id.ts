const guid = /^\{?([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\}?$/i;

/**
 * The id of a user from how a file writes it. The object ids of Entra are the same in any case (RFC 9562 §4) and in braces, so that exports
 * of different programs give the same user; other ids, such as those of Okta, may differ only in case.
 */
export function userIdFrom(written: string): string {
	// Most ids are in lower case already, and there may be 100,000.
	if (written.length !== 36 && written.length !== 38) return written;
	return guid.exec(written)?.[1]?.toLowerCase() ?? written;
}
