import type { ProfileSecrets } from "../../config/profile.ts";
import { changesBetween } from "./profile-changes.ts";
import { ProfileConflictError } from "./profile-conflict-error.ts";

/** Stands for saved secrets: differs when one of them does, says nothing about them, and is only good in this process. */
export type SecretMarks = Readonly<Record<keyof ProfileSecrets, string | undefined>>;

/** The number of each secret that this process has seen. A hash would load Node's cryptography before the first frame. */
const numbers = new Map<string, string>();

export function marksOf({ secretToken, sourceSecret, webhook }: ProfileSecrets): SecretMarks {
	return { secretToken: markOf(secretToken), sourceSecret: markOf(sourceSecret), webhook: markOf(webhook) };
}

function markOf(secret: string | undefined): string | undefined {
	if (secret === undefined) return undefined;
	const mark = numbers.get(secret) ?? `secret ${numbers.size + 1}`;
	numbers.set(secret, mark);
	return mark;
}

/**
 * Refuses to replace secrets that are not those the edits began with, as `refuseUnseen` does for the profile.
 *
 * @param seen those that are to be replaced, when the edits began
 * @throws ProfileConflictError with the names of those that others have replaced since
 */
export function refuseUnseenSecrets(
	profile: string,
	seen: Partial<SecretMarks>,
	present: ProfileSecrets,
): void {
	const now = marksOf(present);
	const [savedSecrets, nowSecrets] = [definedOf({ ...now, ...seen }), definedOf(now)];
	const { changes } = changesBetween(
		{ saved: undefined, savedSecrets },
		{ saved: undefined, savedSecrets: nowSecrets },
	);
	if (changes.length > 0) throw new ProfileConflictError(profile, changes);
}

function definedOf({ secretToken, sourceSecret, webhook }: SecretMarks): ProfileSecrets {
	return {
		...(secretToken === undefined ? {} : { secretToken }),
		...(sourceSecret === undefined ? {} : { sourceSecret }),
		...(webhook === undefined ? {} : { webhook }),
	};
}
