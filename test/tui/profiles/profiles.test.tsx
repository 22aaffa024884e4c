import { describe, expect, it } from "vitest";
import type { ProfileSummary, Profiles } from "../../../src/app/profiles/profiles.ts";
import type { Session } from "../../../src/app/session.ts";
import type { HostedReport } from "../../../src/app/status/read-hosted-status.ts";
import { Console } from "../../../src/tui/console.tsx";
import { createConsoleSessions } from "../../../src/tui/console-sessions.ts";
import { profileDetails, stateMark } from "../../../src/tui/profiles/profile-columns.ts";
import { screens } from "../../../src/tui/screens/index.ts";
import { at } from "../fake-data.ts";
import { createFakeSession, type FakeData, type FakeSession, progress } from "../fake-session.ts";
import { type Drawn, draw, type Size } from "../render-console.tsx";

const hostedReport: HostedReport = {
	profile: "beta",
	unreadable: null,
	job: {
		id: "J1",
		schedule: "Active",
		intervalMinutes: 40,
		code: "Active",
		lastExecution: {
			state: "EntryLevelErrors",
			timeBegan: new Date(at).toISOString(),
			timeEnded: new Date(at).toISOString(),
			countImported: 3,
			countEntitled: 3,
			countExported: 1,
			countEscrowed: 2,
			error: null,
		},
		lastSuccess: null,
		steadySince: null,
		escrowsPruned: false,
		progress: [],
		quarantine: null,
		counts: {},
		deletionThreshold: null,
	},
	ends: [],
	openMatters: [],
	logProblem: null,
};

type Site = {
	readonly app: Drawn;
	/** What was asked of profiles and sessions, in order. */
	readonly calls: readonly string[];
	readonly session: (name: string) => FakeSession;
};

const size: Size = { columns: 120, rows: 30 };

/** A console on the profile acme, with beta and the broken gamma beside it. */
async function site(
	data: Readonly<Record<string, FakeData>> = {},
	at80 = false,
	report = hostedReport,
): Promise<Site> {
	const calls: string[] = [];
	const sessions = new Map<string, FakeSession>();
	const names = ["acme", "beta", "gamma"];
	const open = async (name = "acme"): Promise<Session> => {
		calls.push(`open ${name}`);
		if (name === "gamma") throw new Error("profile gamma: source.type is wrong.");
		const fake = createFakeSession({ ...data[name], profile: { name, ...data[name]?.profile } });
		sessions.set(name, fake);
		return {
			...fake.session,
			async close() {
				calls.push(`close ${name}`);
				await fake.session.close();
			},
		};
	};
	const summary = (name: string): ProfileSummary => ({
		name,
		isSaved: names.includes(name),
		isDefault: name === "acme",
		profile:
			name === "gamma"
				? undefined
				: createFakeSession({ ...data[name], profile: { name, ...data[name]?.profile } }).session.profile(),
		status: undefined,
		isOlder: false,
		problem: name === "gamma" ? "config.json, profile gamma: source.type is wrong." : null,
	});
	const profiles: Profiles = {
		list: async (unsaved) => [...new Set([...names, ...unsaved])].toSorted().map(summary),
		async job(name) {
			if (name === "beta") return report;
			throw new Error("Graph says no.");
		},
		async copy(name, copy, { secrets }) {
			calls.push(`copy ${name} ${copy} ${secrets}`);
			names.push(copy);
		},
		async rename(name, to) {
			calls.push(`rename ${name} ${to}`);
			names.splice(names.indexOf(name), 1, to);
		},
		async remove(name, remains) {
			calls.push(`remove ${name} ${remains}`);
			names.splice(names.indexOf(name), 1);
		},
	};
	const app = await draw(
		<Console
			sessions={createConsoleSessions(open)}
			profiles={profiles}
			profileName="acme"
			screens={screens}
			begin="home"
			now={() => at}
		/>,
		at80 ? { columns: 80, rows: 24 } : size,
	);
	await app.see("Needs me");
	return {
		app,
		calls,
		session(name) {
			const found = sessions.get(name);
			if (found === undefined) throw new Error(`${name} was not opened`);
			return found;
		},
	};
}

const ctrlP = "\u0010";

describe("the profile switcher", () => {
	it("shows each profile at a glance, and what is wrong with one that cannot be read", async () => {
		const { app } = await site({ beta: { profile: { production: true } } });
		await app.press(ctrlP);
		await app.see(/acme \* \(open\)/);
		expect(app.frame()).toMatch(/beta +PRODUCTION direct/);
		expect(app.frame()).toMatch(/gamma +✗ unreadable/);
		await app.press("G");
		await app.see("source.type is wrong");
	});

	it("reads Entra's own job of each hosted profile, and says when it cannot", async () => {
		const provisioning = { ...createFakeSession().session.profile().provisioning, mode: "hosted" as const };
		const { app } = await site({ acme: { profile: { provisioning } }, beta: { profile: { provisioning } } });
		await app.press(ctrlP);
		await app.see(/beta +hosted +● On +.*! 2 failed +0/);
		await app.see(/acme.*hosted +! not read/);
		await app.see("Its state can't be read: Graph says no.");
	});

	it("says when more may be open than the log of Entra's job shows", async () => {
		const provisioning = { ...createFakeSession().session.profile().provisioning, mode: "hosted" as const };
		const { app } = await site({ beta: { profile: { provisioning } } }, false, {
			...hostedReport,
			unreadable: "1 entry of Entra's log can't be read.",
		});
		await app.press(ctrlP);
		await app.see(/beta +hosted +● On +.*! 2 failed +0\?/);
		await app.press("j");
		await app.see("1 entry of Entra's log can't be read.");
	});

	it("fits 80 columns", async () => {
		const { app } = await site({}, true);
		await app.press(ctrlP);
		await app.see("Profiles");
		await app.see("Open");
		for (const line of app.lines()) expect(line.length).toBeLessThanOrEqual(80);
	});

	it("is found in the palette", async () => {
		const { app } = await site();
		await app.type(":profile");
		await app.press("enter");
		await app.see("acme * (open)");
	});

	it("closes the open profile before it opens the other one", async () => {
		const { app, calls } = await site();
		await app.press(ctrlP);
		await app.see("beta");
		await app.press("j", "enter");
		await app.see(/sumo-provision · beta · Sumo us2/);
		expect(calls).toEqual(["open acme", "close acme", "open beta"]);
		await app.press(ctrlP);
		await app.see(/❯ beta \(open\)/u);
		await app.press("a");
		await app.see("Copy beta without its secrets");
	});

	it("asks before it stops a cycle, and leaves it alone on Esc", async () => {
		const { app, calls } = await site({ acme: { status: { running: progress() } } });
		await app.press(ctrlP);
		await app.see("beta");
		await app.press("j", "enter");
		await app.see("A cycle is running. Switching stops it after in-flight requests.");
		await app.press("escape");
		await app.seeNot("Switch to beta now?");
		expect(calls).toEqual(["open acme"]);
		await app.press(ctrlP);
		await app.see("beta");
		await app.press("j", "enter");
		await app.see("Switch to beta now?");
		await app.press("enter");
		await app.see(/sumo-provision · beta/);
	});

	it("returns to the open profile when the other one cannot be opened, and says why", async () => {
		const { app, calls } = await site();
		await app.press(ctrlP);
		await app.see("gamma");
		await app.press("G", "enter");
		await app.see("profile gamma: source.type is wrong.");
		await app.see(/sumo-provision · acme · Sumo us2/);
		expect(calls).toEqual(["open acme", "close acme", "open gamma", "open acme"]);
	});

	it("copies without secrets unless they are asked for", async () => {
		const { app, calls } = await site();
		await app.press(ctrlP);
		await app.see("beta");
		await app.press("j", "a");
		await app.see("Copy beta without its secrets");
		await app.press("enter");
		await app.type("beta");
		await app.press("enter");
		await app.see("There already is a profile beta.");
		await app.type("-two");
		await app.press("enter");
		await app.see("Copied beta to beta-two without secrets. Provisioning of beta-two is off.");
		await app.see(/❯ beta-two/);
		expect(calls).toEqual(["open acme", "copy beta beta-two false"]);
	});

	it("asks only for the name of a new profile where there is none to copy", async () => {
		const { app } = await site();
		await app.press(ctrlP);
		await app.see("beta");
		await app.press("a", "end", "enter");
		await app.type("fresh");
		await app.press("enter");
		await app.see("sumo-provision · fresh");
		await app.press(ctrlP);
		await app.see(/❯ fresh \(open\)/);
		await app.press("a");
		await app.see("The console switches to the new profile.");
		expect(app.frame()).not.toContain("Copy fresh");
	});

	it("renames the open profile while it is closed", async () => {
		const { app, calls } = await site();
		await app.press(ctrlP);
		await app.see("beta");
		await app.press("e");
		await app.see("Rename acme");
		await app.type("-eu");
		await app.press("enter");
		await app.see(/sumo-provision · acme-eu/);
		expect(calls).toEqual(["open acme", "close acme", "rename acme acme-eu", "open acme-eu"]);
		await app.press(ctrlP);
		await app.see("acme-eu (open)");
		await app.seeNot(/acme +.*not saved/);
	});

	it("removes another profile once its name is typed", async () => {
		const { app, calls } = await site();
		await app.press(ctrlP);
		await app.see("beta");
		await app.press("x");
		await app.see("The open profile can't be removed");
		await app.press("j", "x");
		await app.see("Keep them");
		await app.press("enter");
		await app.see("Type beta to confirm:");
		await app.press("enter");
		expect(calls).toEqual(["open acme"]);
		await app.type("beta");
		await app.press("enter");
		await app.see("Removed beta. Its links and log are kept.");
		expect(calls).toEqual(["open acme", "remove beta keep"]);
	});

	it("does not list a profile that was open before it was removed", async () => {
		const { app } = await site();
		await app.press(ctrlP);
		await app.see("beta");
		await app.press("j", "enter");
		await app.see(/sumo-provision · beta/);
		await app.press(ctrlP);
		await app.see("beta (open)");
		await app.press("k", "x");
		await app.see("Keep them");
		await app.press("enter");
		await app.type("acme");
		await app.press("enter");
		await app.see("Removed acme.");
		await app.seeNot(/acme +/);
	});
});

describe("a production profile", () => {
	it("is marked by a word in the header, and asks for the target's name before it writes", async () => {
		const { app, session } = await site({ acme: { profile: { production: true } } });
		expect(app.lines()[0]).toContain(" PRODUCTION ");
		await app.press("p");
		await app.see("Run a cycle now?");
		await app.press("enter");
		await app.see("Type the text exactly as shown first.");
		await app.press("escape");
		await app.seeNot("Run a cycle now?");
		expect(session("acme").calls).not.toContain("runNow");
		await app.press("p");
		await app.see("Run a cycle now?");
		await app.see("Type us2 to confirm:");
		await app.type("us2");
		await app.press("enter");
		await app.until(() => expect(session("acme").calls).toContain("runNow"));
	});
});

describe("a profile whose store an older version wrote", () => {
	it("is not read yet, which is no problem", () => {
		const row = {
			...{ name: "acme", isSaved: true, isDefault: true, isOpen: false, isOlder: true },
			...{ profile: undefined, status: undefined, problem: null, job: null },
		};
		expect(stateMark(row)).toEqual({ glyph: "·", word: "not read", tone: "dim" });
		expect(profileDetails(row, at)[0]?.text).toContain("Opening the profile");
	});
});
