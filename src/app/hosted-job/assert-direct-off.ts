import { basename } from "node:path";
import type { Home } from "../../config/home.ts";
import type { Starts } from "../../config/starts.ts";
import { RemediableError } from "../../ports/errors/remediable-error.ts";
import type { Remedy } from "../../ports/errors/remedy.ts";
import type { Store } from "../../ports/store/store.ts";
import { readStore } from "../../store/sqlite/open.ts";
import { errorMessage } from "../../text/error-message.ts";
import { isDeadLease } from "../process/runner.ts";
import { profileOfStore } from "../profile/store/profile-store.ts";
import { storesIn } from "../profile/store/stores-folder.ts";
import { isPairOf, type ProvisionedApplication } from "./stores-of-application.ts";

/** This program provisions the application, so Entra's own job may not. */
export class DirectOnError extends RemediableError {
	override readonly name = "DirectOnError";
	readonly code = "direct-on";

	constructor(message: string, remedy: Extract<Remedy, { type: "turn-direct-off" | "wait" }>) {
		super(message, remedy);
	}
}

/**
 * What `assertDirectOff` cannot see, as a sentence: nothing in Entra or Sumo Logic shows who else provisions.
 *
 * @param folder the folder of the stores that were checked
 */
export function notSeenFromHere(folder: string): string {
	return `Only the profiles of this home (${folder}) were checked: a run of sumo-provision on another machine, or with another home, cannot be seen. Make sure that there is none.`;
}

/** The key of a store in the record of starts. */
export function directKey(storeFile: string): string {
	return `direct:${basename(storeFile)}`;
}

export type DirectOffParts = ProvisionedApplication & {
	readonly home: Pick<Home, "state">;
	readonly starts: Pick<Starts, "of">;
	readonly warn: (message: string) => void;
};

/**
 * Makes sure that no profile of this home provisions the application itself: none is On, and no cycle of one runs. Rejects with
 * `DirectOnError`. A store that cannot be read is reported, and does not count.
 */
export async function assertDirectOff(parts: DirectOffParts): Promise<void> {
	const { home, starts, warn } = parts;
	for (const file of storesIn(home.state)) {
		try {
			await readStore(file, (store) => assertStoreOff(store, file, parts, starts));
		} catch (error) {
			if (error instanceof DirectOnError) throw error;
			warn(`Could not check whether ${file} provisions the same application: ${errorMessage(error)}`);
		}
	}
}

async function assertStoreOff(
	store: Pick<Store, "state" | "lease">,
	file: string,
	parts: DirectOffParts,
	starts: Pick<Starts, "of">,
): Promise<void> {
	const { enabled, pair } = await store.state();
	const lease = await store.lease();
	const runs = lease !== undefined && !isDeadLease(lease);
	if ((!enabled && !runs) || !isPairOf(pair, parts)) return;
	const profile = profileOfStore(file, pair);
	const rest = "Two jobs for one application would undo each other's changes.";
	if (!enabled)
		throw new DirectOnError(
			`Nothing was changed: a cycle of the profile ${profile} is running (${lease?.holder}). Wait for its end. ${rest}`,
			{ type: "wait" },
		);
	const start = await starts.of(directKey(file));
	const who = start === undefined ? "" : ` ${start.by} turned it on at ${new Date(start.at).toISOString()}.`;
	throw new DirectOnError(
		`Nothing was changed: sumo-provision itself provisions this application: the profile ${profile} is on.${who} ${rest} Turn that profile off first, or hand its accounts over.`,
		{ type: "turn-direct-off", profile },
	);
}
