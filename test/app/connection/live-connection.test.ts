import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { LiveConnection } from "../../../src/app/connection/live-connection.ts";
import type { AppEvent } from "../../../src/app/events/app-event.ts";
import { createEventBus, type EventBus } from "../../../src/app/events/event-bus.ts";
import { rulesOfProfile } from "../../../src/app/profile/rules-of-profile.ts";
import { type Profile, profileSchema } from "../../../src/config/profile.ts";
import { createEngine, type Engine } from "../../../src/engine/engine.ts";
import type { Directory } from "../../../src/ports/source/directory.ts";
import { openStore } from "../../../src/store/sqlite/open.ts";
import type { SumoTarget } from "../../../src/sumo/target.ts";
import { FakeClock } from "../../engine/fake-clock.ts";
import { FakeDirectory, person } from "../../engine/fake-directory.ts";
import { FakeTarget } from "../../engine/fake-target.ts";

type Side = "old" | "new";

/** Where a test steps in: what happens before a part opens, and instead of closing it. */
type Hooks = {
	beforeDirectory: (side: Side) => Promise<void>;
	closeEngine: (engine: Engine) => Promise<void>;
};

let events: EventBus;
let published: AppEvent[];
/** What was opened and closed, in order: `open old engine`. */
let happened: string[];
let hooks: Hooks;

beforeEach(() => {
	events = createEventBus();
	published = [];
	happened = [];
	hooks = { beforeDirectory: async () => undefined, closeEngine: (engine) => engine.close() };
	events.on(["warning", "jobChanged"], (event) => void published.push(event));
});

function sumoTarget(target: FakeTarget, side: Side): SumoTarget {
	return {
		target: (_, permit = async () => undefined) => target.permitted(permit),
		roleNames: () => target.roleNames(),
		classic: null,
		roles: null,
		saml: null,
		samlConfigurations: null,
		stats: () => ({ perSecond: 3, queued: 0, inFlight: 0, rate: 4 }),
		pace: ({ requestsPerSecond }) => void happened.push(`pace ${side} target ${requestsPerSecond}`),
		requests: () => 0,
		testConnection: () => Promise.reject(new Error("not part of this test")),
	};
}

/** A connection between the old source and target, until `change` is called; both sources have one assigned user. */
async function connect() {
	const store = await openStore(":memory:");
	const targets = { old: new FakeTarget(), new: new FakeTarget() };
	const directories = { old: new FakeDirectory(), new: new FakeDirectory() };
	directories.old.put(person("Ada"), "User");
	directories.new.put(person("Zoe"), "User");
	let side: Side = "old";
	let profile: Profile = profileSchema.parse({
		name: "test",
		source: { type: "demo" },
		target: { deployment: "us2" },
	});
	const configured: number[] = [];
	const connection = new LiveConnection({
		profile: () => profile,
		events,
		now: () => 0,
		openDirectory: async (): Promise<Directory> => {
			const opened = side;
			happened.push(`open ${opened} source`);
			await hooks.beforeDirectory(opened);
			return Object.assign(directories[opened], {
				label: opened,
				close: async () => void happened.push(`close ${opened} source`),
			});
		},
		openTarget: async () => sumoTarget(targets[side], side),
		openEngine: async (directory, target) => {
			happened.push(`open ${directory.label} engine`);
			const engine = createEngine({
				...rulesOfProfile(profile),
				directory,
				target: target.target,
				roleNames: target.roleNames,
				store,
				clock: new FakeClock(directory.label),
				emit: (event) => void events.publish(event),
				holder: directory.label,
			});
			return {
				...engine,
				configure: async (rules) => {
					configured.push(rules.settings.intervalMinutes);
					await engine.configure(rules);
				},
				close: async () => {
					await hooks.closeEngine(engine);
					happened.push(`close ${directory.label} engine`);
				},
			};
		},
	});
	onTestFinished(() => store.close());
	return {
		connection,
		targets,
		configured,
		change: () => {
			side = "new";
			return events.publish({ type: "connectionChanged" });
		},
		saveInterval: (intervalMinutes: number) => {
			const before = profile;
			profile = { ...profile, provisioning: { ...profile.provisioning, intervalMinutes } };
			return events.publish({ type: "profileChanged", before, after: profile });
		},
	};
}

describe("opening a connection", () => {
	it("happens part by part, when a part is first needed", async () => {
		const { connection } = await connect();
		expect(connection.limit()).toEqual({ perSecond: 4, used: 0 });
		expect(happened).toEqual([]);
		const source = await connection.directory();
		expect(happened).toEqual(["open old source"]);
		const [one, two] = await Promise.all([connection.engine(), connection.engine()]);
		expect(one).toBe(two);
		expect(await connection.directory()).toBe(source);
		expect(await connection.target()).toBe(await connection.target());
		expect(connection.limit()).toEqual({ perSecond: 4, used: 3 });
		expect(happened).toEqual(["open old source", "open old engine"]);
	});

	it("is tried again after it failed", async () => {
		const { connection } = await connect();
		hooks.beforeDirectory = () => Promise.reject(new Error("users.csv is missing"));
		await expect(connection.engine()).rejects.toThrow("users.csv is missing");
		hooks.beforeDirectory = async () => undefined;
		await connection.engine();
		expect(happened).toEqual(["open old source", "open old source", "open old engine"]);
	});
});

describe("a changed connection", () => {
	it("lets a running cycle end on the old source and target, and only then starts another engine", async () => {
		const { connection, targets, change } = await connect();
		const writing = Promise.withResolvers<void>();
		const release = Promise.withResolvers<void>();
		targets.old.waiting = () => {
			writing.resolve();
			return release.promise;
		};
		const cycle = (await connection.engine()).run();
		await writing.promise;
		const changed = change();
		const next = connection.engine();
		expect(happened).toEqual(["open old source", "open old engine"]);
		release.resolve();
		expect((await cycle).outcome).toBe("interrupted");
		await changed;
		await next;
		expect(happened).toEqual([
			"open old source",
			"open old engine",
			"close old engine",
			"close old source",
			"open new source",
			"open new engine",
		]);
		expect(targets.old.named("ada@example.com")).toBeDefined();
		expect(targets.new.calls).toEqual([]);
		expect((await (await connection.engine()).run()).created).toBe(1);
		expect(targets.new.named("zoe@example.com")).toBeDefined();
	});

	it("hands out nothing of a source that was still being opened, and starts no engine on it", async () => {
		const { connection, change } = await connect();
		const opening = Promise.withResolvers<void>();
		hooks.beforeDirectory = (side) => (side === "old" ? opening.promise : Promise.resolve());
		const [engine, source] = [connection.engine(), connection.directory()];
		const changed = change();
		opening.resolve();
		await changed;
		await engine;
		expect((await source).label).toBe("new");
		expect(happened).toEqual(["open old source", "open new source", "close old source", "open new engine"]);
	});

	it("replaces a source that could not be opened", async () => {
		const { connection, change } = await connect();
		hooks.beforeDirectory = async (side) => {
			if (side === "old") throw new Error("wrong secret");
		};
		await expect(connection.directory()).rejects.toThrow("wrong secret");
		await change();
		expect((await connection.directory()).label).toBe("new");
		expect(published).toEqual([]);
	});

	it("is in force although the old one fails to close, which is a warning; the old source is closed", async () => {
		const { connection, change } = await connect();
		await connection.engine();
		hooks.closeEngine = () => Promise.reject(new Error("the disk is full"));
		await change();
		expect(published).toEqual([
			{
				type: "warning",
				time: 0,
				message: "The previous connection could not be closed: the disk is full",
			},
		]);
		expect(happened.at(-1)).toBe("close old source");
		await connection.engine();
		expect(happened.slice(-2)).toEqual(["open new source", "open new engine"]);
	});

	it("opens nothing before it is needed, and closes what two changes in a row replaced", async () => {
		const { connection, change } = await connect();
		await connection.directory();
		await Promise.all([change(), change()]);
		expect(happened).toEqual(["open old source", "close old source"]);
	});
});

describe("a changed profile", () => {
	it("reconfigures the engine in use and paces the target before it counts as saved", async () => {
		const { connection, configured, saveInterval } = await connect();
		await connection.engine();
		await saveInterval(60);
		expect(configured).toEqual([60]);
		expect(happened.at(-1)).toBe("pace old target 4");
		expect(published).toEqual([{ type: "jobChanged" }]);
	});

	it("opens nothing, and does not fail for an engine that could not be opened", async () => {
		const { connection, configured, saveInterval } = await connect();
		await saveInterval(60);
		expect(happened).toEqual([]);
		hooks.beforeDirectory = () => Promise.reject(new Error("down"));
		const engine = connection.engine();
		await Promise.all([saveInterval(70), expect(engine).rejects.toThrow("down")]);
		expect(configured).toEqual([]);
	});

	it("also reaches an engine that is being opened", async () => {
		const { connection, configured, saveInterval } = await connect();
		const opening = Promise.withResolvers<void>();
		hooks.beforeDirectory = () => opening.promise;
		const engine = connection.engine();
		const saved = saveInterval(60);
		opening.resolve();
		await Promise.all([engine, saved]);
		expect(configured).toEqual([60]);
	});
});

describe("closing a connection", () => {
	it("closes engine and source, in this order, and then opens nothing", async () => {
		const { connection } = await connect();
		await connection.engine();
		await connection.close();
		expect(happened.slice(-2)).toEqual(["close old engine", "close old source"]);
		await expect(connection.engine()).rejects.toThrow("The profile has been closed.");
		await expect(connection.target()).rejects.toThrow("The profile has been closed.");
	});

	it("waits for a connection that is still being replaced", async () => {
		const { connection, change } = await connect();
		await connection.engine();
		const release = Promise.withResolvers<void>();
		hooks.closeEngine = () => release.promise;
		const changed = change();
		const closed = connection.close().then(() => happened.push("closed"));
		release.resolve();
		await Promise.all([changed, closed]);
		expect(happened.slice(-3)).toEqual(["close old engine", "close old source", "closed"]);
	});

	it("closes the source although the engine fails, and rejects with that failure", async () => {
		const { connection } = await connect();
		await connection.engine();
		hooks.closeEngine = () => Promise.reject(new Error("the disk is full"));
		await expect(connection.close()).rejects.toThrow("the disk is full");
		expect(happened.at(-1)).toBe("close old source");
	});
});
