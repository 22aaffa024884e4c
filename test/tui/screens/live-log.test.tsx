import { describe, expect, it } from "vitest";
import { entry, failedEntry } from "../fake-data.ts";
import { createFakeSession } from "../fake-session.ts";
import { drawConsole } from "../render-console.tsx";

const entries = Array.from({ length: 30 }, (_, index) =>
	index === 20 ? failedEntry(index + 1) : entry(index + 1),
);

describe("the live log", () => {
	it("is below the status, and at 200 columns next to the details of its current entry", async () => {
		const narrow = await drawConsole(createFakeSession({ entries }));
		await narrow.see("user30@");
		expect(narrow.lines().findIndex((line) => line.startsWith("Log"))).toBeGreaterThan(5);
		const wide = await drawConsole(createFakeSession({ entries }), { columns: 200, rows: 50 });
		await wide.see("user30@");
		expect(wide.lines()[2]).toMatch(/^Provisioning ○ Off/);
		expect(wide.lines().findIndex((line) => line.startsWith("Log ▶ following"))).toBeGreaterThan(5);
		await wide.see(/Time +Status +Action +User +Details.*│ Status +✓ success/u);
	});

	it("follows what comes, and stays where it is when paused", async () => {
		const fake = createFakeSession({ entries });
		const app = await drawConsole(fake);
		await app.see("user30@");
		fake.log(entry(31));
		await app.see("user31@");
		await app.press("space");
		await app.see("‖ paused");
		fake.log(entry(32));
		fake.log(entry(33));
		await app.press("space");
		await app.see("▶ following");
		await app.see("user33@");
	});

	it("takes new entries from their events, and reads the log only after a gap", async () => {
		const fake = createFakeSession({ entries: entries.slice(0, 10) });
		const { provisioning } = fake.session;
		let reads = 0;
		let isElsewhere = false;
		const session = {
			...fake.session,
			provisioning: {
				...provisioning,
				log(query: Parameters<typeof provisioning.log>[0]) {
					reads += 1;
					return provisioning.log(query);
				},
				subscribe: (listener: Parameters<typeof provisioning.subscribe>[0]) =>
					provisioning.subscribe((event) => {
						if (!isElsewhere) listener(event);
					}),
			},
		};
		const app = await drawConsole({ ...fake, session }, { columns: 200, rows: 50 });
		await app.see("user10@");
		const before = reads;
		fake.log(entry(11));
		fake.log(entry(12));
		await app.see("user12@");
		await app.see("user11@");
		expect(reads).toBe(before);
		isElsewhere = true;
		fake.log(entry(13));
		isElsewhere = false;
		fake.log(entry(14));
		await app.see("user13@");
		await app.see("user14@");
		expect(reads).toBe(before + 1);
	});

	it("pauses by moving up and follows again at the end", async () => {
		const app = await drawConsole(createFakeSession({ entries }));
		await app.see("user30@");
		await app.press("k");
		await app.see("‖ paused");
		await app.press("G");
		await app.see("▶ following");
	});

	it("filters by text and by status, in the store", async () => {
		const app = await drawConsole(createFakeSession({ entries }));
		await app.see("user30@");
		await app.press("F");
		await app.see("only failure");
		await app.see("Sumo knows no role");
		await app.seeNot("user30@");
		await app.press("F", "F", "F", "F", "/");
		await app.type("user7");
		await app.see("user7@");
		await app.seeNot("user30@");
	});

	it("shows the place among all entries, also those that have not been read", async () => {
		const many = Array.from({ length: 1200 }, (_, index) =>
			index % 400 === 7 ? failedEntry(index + 1) : entry(index + 1),
		);
		const app = await drawConsole(createFakeSession({ entries: many }));
		await app.see("1,200 of 1,200");
		await app.press("up");
		await app.see("1,199 of 1,200");
		await app.press("/");
		await app.type("failure");
		await app.see("3 of 1,200");
		await app.press("escape", "F");
		await app.see("only failure");
		await app.seeNot("of 1,200");
	});

	it("shows every column of a narrow terminal in a wider one", async () => {
		for (const columns of [80, 119, 120, 133, 134, 200]) {
			const app = await drawConsole(createFakeSession({ entries }), { columns, rows: 40 });
			await app.see(/Time +Status +Action +User +Details/u);
			const [head] = app.lines().flatMap((line) => /(User +)Details.*$/u.exec(line)?.[1] ?? []);
			expect(head?.length, `at ${columns} columns`).toBeGreaterThanOrEqual(20);
		}
	});

	it("opens an entry with all fields, values, steps and what to do about its error", async () => {
		const app = await drawConsole(createFakeSession({ entries }), { columns: 120, rows: 50 });
		await app.see("user30@");
		await app.press("F");
		await app.see("only failure");
		await app.seeNot("user30@");
		await app.press("enter");
		for (const text of [
			"RoleNotFound",
			"Create the role in Sumo",
			"userName",
			"import",
			"Read 12 attributes",
			"#21",
			"H21",
		])
			await app.see(text);
		await app.press("escape");
		await app.seeNot("Esc back");
	});

	it("steps from entry to entry, and copies one to the clipboard of the terminal", async () => {
		const app = await drawConsole(createFakeSession({ entries }), { columns: 120, rows: 50 });
		await app.see("user30@");
		await app.press("enter", "left");
		await app.see("#29");
		await app.press("y");
		await app.see("Copied the entry");
		const sent = app.written().find((frame) => frame.startsWith("\u001B]52;c;")) ?? "";
		expect(JSON.parse(Buffer.from(sent.slice(7, -1), "base64").toString())).toMatchObject({ sequence: 29 });
	});

	it("reads older entries when one goes back to the beginning", async () => {
		const many = Array.from({ length: 1200 }, (_, index) => entry(index + 1));
		const app = await drawConsole(createFakeSession({ entries: many }));
		await app.see("user1200@");
		for (const first of [1101, 601, 101, 1]) {
			await app.press("g", "g");
			await app.see(`user${first}@`);
		}
	});

	it("draws nasty names as one clean line each, the frame intact", async () => {
		const nasty = entry(1, {
			source: { id: "P1", displayName: `\u001B[2J\u202Eevil\n${"長".repeat(200)}👩‍👩‍👧‍👦`, userName: "x" },
		});
		const app = await drawConsole(createFakeSession({ entries: [nasty] }));
		await app.see("evil 長");
		expect(app.lines()).toHaveLength(24);
		expect(app.frame()).not.toMatch(/\u202E|\[2J/);
	});
});
