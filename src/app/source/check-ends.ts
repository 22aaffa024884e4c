import type { ProfileInUse } from "../../config/profile.ts";
import { secretExpiryNotice, signingExpiryNotice } from "../../entra/sign-in/certificate/expiry.ts";
import { type CredentialEnd, DirectoryError } from "../../ports/source/directory.ts";
import type { CredentialEnds } from "./credential-ends.ts";

export type EndsParts = {
	readonly signIn: () => Pick<ProfileInUse, "profile" | "secrets">;
	readonly ends: CredentialEnds;
	/** Reads them from Graph. */
	readonly read: (signal?: AbortSignal) => Promise<readonly CredentialEnd[]>;
	/** Milliseconds since 1970. */
	readonly now: () => number;
};

/** The credentials that end within 30 days, one sentence each with the fix. @param now milliseconds since 1970 */
export function endNotices(ends: readonly CredentialEnd[], now: number): readonly string[] {
	return ends.flatMap(({ kind, expires }) => {
		const notice = kind === "clientSecret" ? secretExpiryNotice : signingExpiryNotice;
		return notice(expires, now) ?? [];
	});
}

/**
 * The ends of credentials that only Graph shows, read again after a day. What the sign-in may not read is left out, and so is everything
 * while Graph cannot be read: the cycle itself reports that. Rejects with the signal's reason when aborted.
 */
export async function knownEnds(
	{ signIn, ends, read, now }: EndsParts,
	signal?: AbortSignal,
): Promise<readonly CredentialEnd[]> {
	if (signIn().profile.source.type !== "entra") return [];
	const known = await ends.of(signIn(), now());
	if (known?.isFresh) return known.ends;
	try {
		const found = await read(signal);
		await ends.record(signIn(), found, now());
		return found;
	} catch (error) {
		if (error instanceof DirectoryError) return known?.ends ?? [];
		throw error;
	}
}

/** Warns about them once for each in this process. */
export function endWarnings(
	parts: EndsParts & { readonly warn: (message: string) => void },
): (signal?: AbortSignal) => Promise<void> {
	const warned = new Set<string>();
	return async (signal) => {
		for (const { kind, expires } of await knownEnds(parts, signal)) {
			const key = `${kind} ${expires}`;
			const [notice] = warned.has(key) ? [] : endNotices([{ kind, expires }], parts.now());
			if (notice === undefined) continue;
			warned.add(key);
			parts.warn(notice);
		}
	};
}
