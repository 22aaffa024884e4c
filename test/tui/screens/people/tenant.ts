import type { Person } from "../../../../src/app/people/people.ts";
import { at, discovered, linkedAccount, person } from "../../fake-data.ts";
import { createFakeSession, type FakeData } from "../../fake-session.ts";
import { drawConsole, type Size } from "../../render-console.tsx";

export const direct = (role: string) => ({ assignmentId: `A-${role}`, roleId: `R-${role}`, role, via: null });

const through = (role: string, via: string) => ({
	assignmentId: `G-${role}`,
	roleId: `R-${role}`,
	role,
	via,
});

export const tenant: readonly Person[] = [
	person(0, { assigned: [direct("Analyst")] }),
	person(1, { guest: true }),
	person(2, { assigned: [through("User", "Staff")] }),
	person(3, { enabled: false }),
	person(4, { assigned: [direct("User"), through("Analyst", "Staff")] }),
	person(5, {
		id: "G1",
		type: "Group",
		displayName: "Staff",
		userName: "",
		mail: "",
		assigned: [direct("User")],
	}),
];

export const hostile: readonly Person[] = [
	person(0, { displayName: "Evil\u001B[2J\u0007\nName", userName: "a\tb\u009B31m@example.com" }),
	person(1, { displayName: "\u202Eسمير علي\u202C", userName: "rtl@example.com" }),
	person(2, { displayName: "田中太郎".repeat(20), mail: `${"x".repeat(200)}@example.com` }),
	person(3, { displayName: "👩‍👩‍👧‍👦👍🏽 Family", userName: "y".repeat(200) }),
	person(4, { displayName: "N".repeat(200), assigned: [through("R".repeat(200), "G".repeat(200))] }),
];

export async function open(data: FakeData = {}, size: Partial<Size> = {}) {
	const fake = createFakeSession({ people: tenant, ...data });
	const app = await drawConsole(fake, { begin: "people", ...size });
	await app.see(/Ada Brink|N{10}|user 0/u);
	const effects = () => fake.calls.filter((call) => /^(un)?assign /u.test(call));
	return { fake, app, effects };
}

export const identity = (number: number) => ({
	id: `P${number}`,
	displayName: person(number).displayName,
	userName: `user${number}@example.com`,
});

/** Linked and active, linked without an account, released, and only matched. */
export const standing = {
	links: new Map([
		["P0", { targetId: "T0", userName: "user0@example.com", state: "managed" as const, since: at }],
		["P1", { targetId: "T1", userName: "user1@example.com", state: "managed" as const, since: at }],
		["P3", { targetId: "T3", userName: "user3@example.com", state: "released" as const, since: at }],
	]),
	discovered: [
		linkedAccount(0),
		linkedAccount(3, "released"),
		{
			...discovered(4),
			standing: "matched" as const,
			owner: { sourceId: "P4", displayName: "Dev Patel", userName: "user4@example.com" },
		},
	],
};
