import type { Session } from "../app/session.ts";

/** Opens a profile by name; without one, the profile that flags and environment name. */
export type OpenSession = (profile?: string) => Promise<Session>;

/** The sessions of a console: one open at a time. */
export type ConsoleSessions = {
	/** Opens the first session; later calls resolve with the one that is open. */
	readonly first: () => Promise<Session>;
	/**
	 * Closes the open session, which ends a cycle after in-flight requests, then does what needs it closed, and opens another one. What a
	 * failure leaves is no open session: open one with another call.
	 */
	readonly change: (profile: string | undefined, between?: () => Promise<void>) => Promise<Session>;
	/** Waits for what is being opened, and closes it. */
	readonly close: () => Promise<void>;
};

/** Makes the sessions of a console; opens none yet. */
export function createConsoleSessions(open: OpenSession): ConsoleSessions {
	let opened: Promise<Session> | undefined;
	const close = async () => {
		const session = await opened?.catch(() => undefined);
		opened = undefined;
		await session?.close();
	};
	return {
		first() {
			opened ??= open();
			return opened;
		},
		change(profile, between) {
			const before = opened;
			const next = async () => {
				const session = await before?.catch(() => undefined);
				await session?.close();
				await between?.();
				return open(profile);
			};
			opened = next();
			return opened;
		},
		close,
	};
}
