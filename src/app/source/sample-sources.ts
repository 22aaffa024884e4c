import type { Source } from "../../attributes/source-value.ts";
import type { Directory } from "../../ports/source/directory.ts";
import { type Entitlements, entitle } from "../../source/entitlement.ts";
import { isEnabled, isSoftDeleted, type SourceUser } from "../../source/source-user.ts";
import { CachedValue } from "../cache/cached-value.ts";

/** The users that mappings are previewed with while they are edited. */
export type SampleSources = {
	/** One user as mappings read it, with at least these attributes. Rejects when there is no such user. */
	readonly get: (userId: string, attributes: readonly string[]) => Promise<Source>;
	/** Drops what was read: the next request reads again. */
	readonly invalidate: () => void;
};

type Reading = {
	readonly attributes: ReadonlySet<string>;
	readonly user: Promise<SourceUser | undefined>;
};

/** Maximum of cached users: as many as are offered at once. The least recently used one is evicted first. */
const maxCached = 50;

/**
 * Reads each user once, since the preview is refreshed at every pause in typing. Only an attribute that was not read before costs
 * another request.
 */
export function cacheSampleSources(directory: () => Promise<Directory>): SampleSources {
	const readings = new Map<string, Reading>();
	const entitlements = new CachedValue(async (): Promise<Entitlements> => {
		const { assignments, roles, members } = await (await directory()).assignments();
		return entitle(assignments, roles, (group) => members.get(group) ?? []);
	});

	const readingOf = (userId: string, attributes: readonly string[]): Reading => {
		const known = readings.get(userId);
		const suffices = known !== undefined && attributes.every((one) => known.attributes.has(one));
		const reading = suffices ? known : begin(userId, new Set([...(known?.attributes ?? []), ...attributes]));
		readings.delete(userId);
		readings.set(userId, reading);
		for (const eldest of [...readings.keys()].slice(0, -maxCached)) readings.delete(eldest);
		if (!suffices) {
			reading.user.catch(() => {
				// A failed read is not cached, nor is the attribute that the source may not have.
				if (readings.get(userId) !== reading) return;
				if (known === undefined) readings.delete(userId);
				else readings.set(userId, known);
			});
		}
		return reading;
	};
	const begin = (userId: string, attributes: ReadonlySet<string>): Reading => ({
		attributes,
		user: directory().then((source) => source.user(userId, [...attributes])),
	});

	return {
		async get(userId, attributes) {
			const [user, entitled] = await Promise.all([readingOf(userId, attributes).user, entitlements.get()]);
			if (user === undefined)
				throw new Error("This user is no longer in the directory. Choose another user.");
			const held = entitled.get(userId) ?? [];
			return {
				user,
				entitlements: held,
				isSoftDeleted: held.length === 0 || !isEnabled(user) || isSoftDeleted(user),
			};
		},
		invalidate() {
			readings.clear();
			entitlements.invalidate();
		},
	};
}
