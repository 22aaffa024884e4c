import type { Profile } from "../../config/profile.ts";
import type { Engine } from "../../engine/engine.ts";
import type { Directory } from "../../ports/source/directory.ts";
import type { SumoTarget } from "../../sumo/target.ts";
import { errorMessage } from "../../text/error-message.ts";
import { CachedValue } from "../cache/cached-value.ts";
import type { EventBus } from "../events/event-bus.ts";

/** How the parts of a connection are opened, each for the profile as it is in use when the part is first needed. */
export type ConnectionOpeners = {
	readonly openDirectory: () => Promise<Directory>;
	/** Sends nothing yet. Rejects for a target that cannot be used. */
	readonly openTarget: () => Promise<SumoTarget>;
	readonly openEngine: (directory: Directory, target: SumoTarget) => Promise<Engine>;
};

export type LiveConnectionOptions = ConnectionOpeners & {
	readonly profile: () => Profile;
	readonly events: EventBus;
	readonly now: () => number;
};

/**
 * What an open profile is connected with: source, target, and the engine between them. Each is opened when it is first needed. When
 * source, target or secrets change, all three are replaced together: the old engine finishes its in-flight requests on the old ones, and
 * no new engine starts before that, since both use one store.
 */
export class LiveConnection {
	readonly #options: LiveConnectionOptions;
	#current: OpenedParts | undefined;
	/** Settles when all connections that were replaced are closed. */
	#closed: Promise<void> = Promise.resolve();
	#isClosed = false;

	constructor(options: LiveConnectionOptions) {
		this.#options = options;
		options.events.on(["connectionChanged"], () => this.#replace());
		options.events.on(["profileChanged"], ({ after }) => this.#configure(after));
	}

	/** The source. Rejects with `DirectoryError`. */
	readonly directory = (): Promise<Directory> => this.#whileCurrent(({ directory }) => directory.get());

	/** The engine. Rejects with `DirectoryError` and `StoreError`, and when the target cannot be used. */
	readonly engine = (): Promise<Engine> => this.#whileCurrent(({ engine }) => engine.get());

	/** The target. Rejects when it cannot be used. */
	readonly target = (): Promise<SumoTarget> => this.#whileCurrent(({ target }) => target.get());

	/** Requests per second: what the target allows, and what was sent in the last second, 0 before it was needed. */
	readonly limit = (): { readonly perSecond: number; readonly used: number } => ({
		perSecond: this.#options.profile().provisioning.requestsPerSecond,
		used: this.#current?.openedTarget()?.stats().perSecond ?? 0,
	});

	/** Closes everything, after in-flight requests; nothing opens from then on. Rejects with the first part that failed to close. */
	async close(): Promise<void> {
		this.#isClosed = true;
		const last = this.#current;
		this.#current = undefined;
		await this.#closed;
		await last?.close();
	}

	#opened(): OpenedParts {
		if (this.#isClosed) throw new Error("The profile has been closed.");
		this.#current ??= new OpenedParts(this.#options, this.#closed);
		return this.#current;
	}

	/** Opens a part; of a connection that was replaced meanwhile nothing is handed out. */
	async #whileCurrent<Part>(open: (parts: OpenedParts) => Promise<Part>): Promise<Part> {
		for (;;) {
			const parts = this.#opened();
			const [outcome] = await Promise.allSettled([open(parts)]);
			if (parts !== this.#current) continue;
			if (outcome.status === "rejected") throw outcome.reason;
			return outcome.value;
		}
	}

	async #replace(): Promise<void> {
		const replaced = this.#current;
		if (replaced === undefined) return;
		this.#current = undefined;
		const closing = this.#closed.then(() => replaced.close({ replaced: true }));
		this.#closed = closing.catch((error: unknown) => this.#warn(error));
		await this.#closed;
	}

	/** What is in use cannot be closed: the change is in force all the same. */
	async #warn(error: unknown): Promise<void> {
		const reason = errorMessage(error);
		const message = `The previous connection could not be closed: ${reason}`;
		await this.#options.events.publish({ type: "warning", time: this.#options.now(), message });
	}

	async #configure(profile: Profile): Promise<void> {
		const current = this.#current;
		current?.openedTarget()?.pace(profile.provisioning);
		const engine = await current?.openedEngine();
		if (engine === undefined) return;
		const { rulesOfProfile } = await import("../profile/rules-of-profile.ts");
		await engine.configure(rulesOfProfile(profile));
		await this.#options.events.publish({ type: "jobChanged" });
	}
}

/** One connection, from its first use to its end. */
class OpenedParts {
	readonly directory: CachedValue<Directory>;
	readonly target: CachedValue<SumoTarget>;
	readonly engine: CachedValue<Engine>;
	#target: SumoTarget | undefined;
	#isClosing = false;

	/** `previousClosed` settles when the connection before this one is closed. */
	constructor(parts: ConnectionOpeners, previousClosed: Promise<void>) {
		this.directory = new CachedValue(parts.openDirectory);
		this.target = new CachedValue(async () => {
			this.#target = await parts.openTarget();
			return this.#target;
		});
		this.engine = new CachedValue(async () => {
			await previousClosed;
			this.#assertOpen();
			const directory = await this.directory.get();
			const target = await this.target.get();
			this.#assertOpen();
			return parts.openEngine(directory, target);
		});
	}

	/** The target if it was needed and could be opened. */
	openedTarget(): SumoTarget | undefined {
		return this.#target;
	}

	/** The engine if it was needed and could be opened. */
	async openedEngine(): Promise<Engine | undefined> {
		const [engine] = await Promise.allSettled([this.engine.peek()]);
		return engine.status === "fulfilled" ? engine.value : undefined;
	}

	/** The engine first: a running cycle uses the source to its end. What could not be opened needs no closing. */
	async close(how: { readonly replaced?: boolean } = {}): Promise<void> {
		this.#isClosing = true;
		const engine = await this.openedEngine();
		const [stopped] = await Promise.allSettled([engine?.close(how)]);
		const [directory] = await Promise.allSettled([this.directory.peek()]);
		if (directory.status === "fulfilled") await directory.value?.close();
		if (stopped.status === "rejected") throw stopped.reason;
	}

	/** An engine of a connection that ends would claim the store for the old source and target. */
	#assertOpen(): void {
		if (this.#isClosing) throw new Error("The connection was replaced while it was being opened.");
	}
}
