import { describe, expect, it, onTestFinished } from "vitest";
import type { PossibleOwner } from "../../../../src/app/accounts/accounts.ts";
import { changeKeys } from "../../../../src/tui/keys/key-table.ts";
import { discovered, drift, driftReport, linkedAccount } from "../../fake-data.ts";
import { createFakeSession, type FakeData, summary } from "../../fake-session.ts";
import { drawConsole, type Size } from "../../render-console.tsx";

const begin = "accounts" as const;
const mary: PossibleOwner = {
	id: "P9",
	displayName: "Mary Married",
	userName: "mary@example.com",
	enabled: true,
	assigned: true,
};
const accounts = [
	linkedAccount(0),
	linkedAccount(1),
	linkedAccount(2, "released"),
	discovered(3, { userName: "mary.maiden@example.com", displayName: "Mary Married" }),
];
const found = [
	drift(0),
	drift(1, { kind: "deactivated", mend: "fail", changes: [{ name: "active", old: "False", new: "True" }] }),
	drift(7, { kind: "deleted", mend: "create", changes: [] }),
];

async function open(data: FakeData = {}, size: Partial<Size> = {}) {
	const fake = createFakeSession({
		discovered: accounts,
		report: driftReport(found),
		owners: [mary],
		...data,
	});
	const app = await drawConsole(fake, { begin, ...size });
	await app.see("user0@");
	const effects = () => fake.calls.filter((call) => /^(compare-accounts|link|unlink) /u.test(call));
	return { fake, app, effects };
}

describe("the accounts", () => {
	it("show the owner of each, and the cost of comparing", async () => {
		const { app } = await open();
		await app.see("4 accounts · 1 unmatched  view:");
		await app.see("not compared yet");
		await app.see("c compares all (about 3 requests)");
		await app.see(/= linked +user0@example\.com .* ✓ active +Ada Brink/u);
		await app.see(/– released +user2@example\.com .* – inactive/u);
		await app.see(/\? unmatched +mary\.maiden@exa.* – none/u);
		expect(app.lines()).toHaveLength(24);
	});

	it("name the key and screen that help where a repair cannot", async () => {
		const leaveKeys = changeKeys(new Map([["provisionAgain", ["B"]]]));
		onTestFinished(leaveKeys);
		const { app } = await open();
		await app.press("c");
		await app.see("deactivated");
		await app.press("down", "enter");
		await app.see(/does not reactivate the account\. Press B on[\s│]+screen gd \(Deactivated/u);
	});

	it("can be filtered, viewed by what they are, and sorted", async () => {
		const { app } = await open();
		await app.press("/");
		await app.type("released");
		await app.see("1 of 4");
		await app.press("escape", "v");
		await app.see("[unmatched]");
		await app.seeNot("user0@");
		await app.press("v");
		await app.see("Not compared yet. Press c to compare all linked accounts with their users.");
		await app.press("v");
		await app.see("[linked]");
		await app.seeNot("maiden");
		await app.press("v", "S", "S");
		await app.see("by state");
		await app.see(/= linked +user0[\s\S]*– released[\s\S]*\? unmatched/u);
	});

	it("show everything known of one", async () => {
		const { app } = await open({}, { rows: 40 });
		await app.press("g", "g", "enter");
		await app.see("Account ID");
		await app.see("No source user is linked to this account");
		await app.press("escape", "j", "enter");
		await app.see("= managed since");
		await app.see("Esc back");
		await app.press("escape");
		await app.seeNot("Esc back");
	});

	it("show that a cycle has run since they were read", async () => {
		const { fake, app } = await open();
		fake.setStatus({ lastCycle: summary({ cycleId: "C9" }) });
		await app.see("! out of date");
	});

	it("say why they cannot be read", async () => {
		const fake = createFakeSession();
		fake.fail("discover", "Sumo Logic does not answer.");
		const app = await drawConsole(fake, { begin });
		await app.see("✗ Sumo Logic does not answer.");
	});
});

describe("a comparison", () => {
	it("shows what differs, now → as it should be, those deleted too, and writes nothing", async () => {
		const { app, effects } = await open({}, { columns: 120 });
		await app.press("c");
		await app.see("[drifted]");
		await app.see(/~ changed +user0@example\.com .*name\.familyName: Hacked → Brink/u);
		await app.see(/↓ deactivated +user1@example\.com .*active: False → True/u);
		await app.see(/✗ deleted +user7@example\.com .*the account was deleted/u);
		await app.see("5 accounts compared, 3 differ at");
		await app.see("Found drift in 3 of 5 accounts");
		expect(effects()).toEqual(["compare-accounts look"]);
	});

	it("can be stopped while it runs", async () => {
		const { fake, app } = await open();
		const letGo = fake.hold("compare-accounts");
		await app.press("c");
		await app.see("Reading the source…");
		await app.see("X stop");
		await app.press("X");
		letGo();
		await app.see("not compared yet");
		await app.see("Stopped after in-flight requests.");
	});

	it("is said to have found nothing", async () => {
		const { app } = await open({ report: driftReport([]) });
		await app.press("c");
		await app.see("✓ Compared 5 accounts: no drift.");
	});

	it("that fails shows the reason", async () => {
		const { fake, app } = await open();
		fake.fail("compare-accounts", "A cycle is running. Wait until it ends, or stop it.");
		await app.press("c");
		await app.see("A cycle is running.");
	});
});

describe("a repair", () => {
	it("of one shows what will be sent, and sends it after Enter", async () => {
		const { app, effects } = await open();
		await app.press("c");
		await app.see("[drifted]");
		await app.press("p");
		await app.see("Repair 1 account");
		await app.see("• Ada Brink: Sets name.familyName: Hacked → Brink.");
		expect(effects()).toEqual(["compare-accounts look"]);
		await app.press("enter");
		await app.see("✓ 1 repaired.");
		expect(effects().at(-1)).toBe("compare-accounts repair P0");
		await app.seeNot("~ changed");
	});

	it("of all waits for the number, leaves out accounts that can't be repaired, and shows it", async () => {
		const { app, effects } = await open({}, { rows: 30 });
		await app.press("c");
		await app.see("[drifted]");
		await app.press("*");
		await app.see("Repair 2 accounts");
		await app.see("Re-creates the account.");
		await app.see("1 other account can't be repaired.");
		await app.see("gets a new ID");
		await app.press("enter");
		expect(effects()).toHaveLength(1);
		await app.type("2");
		await app.press("enter");
		await app.see("✓ 2 repaired.");
		expect(effects().at(-1)).toBe("compare-accounts repair P0 P7");
		await app.see("4 accounts · 1 unmatched · 1 drifted");
	});

	it("is not offered for an account that can't be repaired; its details give the reason", async () => {
		const { app, effects } = await open();
		await app.press("c");
		await app.see("[drifted]");
		await app.press("j");
		await app.seeNot("R repair");
		await app.press("p", "enter", "G");
		await app.see("Sumo Logic does not reactivate the account");
		expect(effects()).toHaveLength(1);
	});
});

describe("linking by hand", () => {
	const toMaiden = async (data: FakeData = {}) => {
		const opened = await open(data);
		await opened.app.press("v");
		await opened.app.see("[unmatched]");
		await opened.app.press("L");
		await opened.app.see("Choose the user for mary.maiden@example.com");
		await opened.app.see("Mary Married");
		return opened;
	};

	it("chooses the user, shows the effect of the link, and links them", async () => {
		const { app, effects } = await toMaiden();
		await app.press("enter");
		await app.see("Nothing is sent to Sumo Logic now.");
		await app.seeNot("deactivates the account");
		expect(effects()).toEqual([]);
		await app.press("enter");
		await app.see("Linked mary.maiden@example.com to Mary Married.");
		expect(effects()).toEqual(["link P9 T3"]);
		await app.see("0 unmatched");
	});

	it("warns about a user who is not assigned: the next cycle would deactivate the account", async () => {
		const { app, effects } = await toMaiden({ owners: [{ ...mary, assigned: false }] });
		await app.press("enter");
		await app.see("! Mary Married is not assigned: the next cycle deactivates the");
		await app.press("escape");
		await app.see("Choose the user for");
		await app.press("escape");
		await app.seeNot("Choose the user for");
		expect(effects()).toEqual([]);
	});

	it("is not offered for a linked account; unlinking is", async () => {
		const { app, effects } = await open();
		await app.press("j", "L");
		await app.seeNot("Choose the user for");
		await app.press("x");
		await app.see("Unlink user0@example.com");
		await app.see("it links the same account again");
		await app.press("enter");
		await app.see("Unlinked user0@example.com.");
		expect(effects()).toEqual(["unlink T0"]);
	});

	it("explains the user of an account, from the log and the source", async () => {
		const { app } = await open({
			why: { explain: async (id) => Promise.reject(new Error(`asked for ${id}`)) },
		});
		await app.press("j", "w");
		await app.see("Why · Ada Brink");
		await app.see("asked for P0");
	});
});
