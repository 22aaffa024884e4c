import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import type { ScreenId } from "../../../src/tui/context/shell-context.ts";
import { account, drift, driftReport, entry, linkedAccount, person, planReport } from "../fake-data.ts";
import { createFakeSession, type FakeData } from "../fake-session.ts";
import { type Drawn, drawConsole } from "../render-console.tsx";

type State = {
	readonly screen: ScreenId;
	/** What is read first, by its name in the fake session. */
	readonly read: string;
	/** Seen while it is read, when there is nothing, and with data. */
	readonly loading: RegExp;
	readonly empty: RegExp;
	readonly full: RegExp;
};

const states: readonly State[] = [
	{
		screen: "people",
		read: "people",
		loading: /Reading users and groups…/u,
		empty: /No users or groups\./u,
		full: /❯ user 0/u,
	},
	{
		screen: "on-demand",
		read: "people",
		loading: /Reading the users…/u,
		empty: /No users or groups\./u,
		full: /❯ user 0/u,
	},
	{
		screen: "plan",
		read: "plan",
		loading: /Planning…/u,
		empty: /fresh · nothing has been written[\s\S]*No user is assigned and in scope yet/u,
		full: /\+ create/u,
	},
	{
		screen: "accounts",
		read: "discover",
		loading: /Reading source and accounts…/u,
		empty: /No accounts in Sumo Logic\./u,
		full: /❯ = linked/u,
	},
	{
		screen: "deactivated",
		read: "accounts",
		loading: /Reading the accounts…/u,
		empty: /No deactivated accounts in Sumo Logic\./u,
		full: /❯ ada0@example\.com/u,
	},
];

const nothing: FakeData = {
	people: [],
	accounts: [],
	discovered: [],
	plan: planReport({
		actions: [],
		forecastSeconds: 0,
		counts: { create: 0, update: 0, disable: 0, enable: 0, delete: 0, skip: 0, fail: 0, unchanged: 0 },
	}),
};

const many: FakeData = {
	people: Array.from({ length: 300 }, (_, number) => person(number, { displayName: `user ${number}` })),
	accounts: Array.from({ length: 300 }, (_, number) => account(String(number), `ada${number}@example.com`)),
	discovered: Array.from({ length: 300 }, (_, number) => linkedAccount(number)),
	report: driftReport([drift(0)]),
	entries: Array.from({ length: 300 }, (_, number) => entry(number)),
};

const sizes = [
	{ columns: 60, rows: 16 },
	{ columns: 80, rows: 24 },
	{ columns: 80, rows: 45 },
	{ columns: 120, rows: 40 },
	{ columns: 200, rows: 50 },
];

/** The frame has as many lines as the terminal, and none is longer. */
function expectWhole(app: Drawn, { columns, rows }: (typeof sizes)[number]): void {
	expect(app.lines()).toHaveLength(rows);
	for (const line of app.lines()) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
}

describe.each(states)("the screen $screen", ({ screen: begin, read, loading, empty, full }) => {
	it("shows that it is loading, then its rows", async () => {
		const fake = createFakeSession(many);
		const letGo = fake.hold(read);
		const app = await drawConsole(fake, { begin });
		await app.see(loading);
		letGo();
		await app.see(full);
	});

	it("says that there is nothing", async () => {
		const app = await drawConsole(createFakeSession(nothing), { begin });
		await app.see(empty);
	});

	it("shows why it could not read", async () => {
		const fake = createFakeSession(many);
		fake.fail(read, "The server is down.");
		const app = await drawConsole(fake, { begin });
		await app.see(/✗ The server is down\./u);
		await app.see(/ The server is down\.[^✗]*[Pp]ress\s+r\s+to/u);
	});

	it.each(sizes)("keeps its frame whole when full at $columns×$rows", async (size) => {
		const app = await drawConsole(createFakeSession(many), { begin, ...size });
		await app.see(full);
		await app.until(() => expectWhole(app, size));
		await app.press("G");
		await app.until(() => expectWhole(app, size));
	});
});

describe("Home and the log", () => {
	it("say why the log could not be read, instead of reading for ever", async () => {
		const fake = createFakeSession(many);
		fake.fail("log", "The server is down.");
		const app = await drawConsole(fake, { begin: "provisioning" });
		await app.see(/Details[^\n]*\n +The server is down\./u);
		await app.seeNot("Reading the log…");
	});

	it("shows that the log is read, then its entries", async () => {
		const { session, ...fake } = createFakeSession(many);
		const { promise, resolve } = Promise.withResolvers<void>();
		const { provisioning } = session;
		const log: typeof provisioning.log = async (query) => {
			await promise;
			return provisioning.log(query);
		};
		const app = await drawConsole(
			{ ...fake, session: { ...session, provisioning: { ...provisioning, log } } },
			{ begin: "provisioning" },
		);
		await app.see("Reading the log…");
		resolve();
		await app.see(/❯ \d\d/u);
	});

	it.each(["home", "provisioning"] as const)(
		"of an empty profile say so on %s, at each size",
		async (begin) => {
			for (const size of sizes) {
				const app = await drawConsole(createFakeSession(nothing), { begin, ...size });
				await app.see(begin === "home" ? "[Needs me 0]" : "No log entries yet.");
				await app.until(() => expectWhole(app, size));
				app.unmount();
			}
		},
	);
});

describe.each(["mapping", "scope", "credentials", "entra-setup", "settings"] as const)(
	"the screen %s",
	(begin) => {
		it.each(sizes)("keeps its frame whole at $columns×$rows", async (size) => {
			const app = await drawConsole(createFakeSession(many), { begin, ...size });
			await app.see("all keys");
			await app.until(() => expectWhole(app, size));
			await app.press("G");
			await app.until(() => expectWhole(app, size));
			await app.press("?");
			await app.see("Type to search.");
			await app.until(() => expectWhole(app, size));
		});
	},
);
