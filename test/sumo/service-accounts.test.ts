import { expect, it } from "vitest";
import { ScimError } from "../../src/scim/errors.ts";
import type { ClassicUserQuery, ClassicUsers } from "../../src/sumo/classic-users.ts";
import { serviceAccountsOf } from "../../src/sumo/service-accounts.ts";

const pageSize = 10;
const idOf = (index: number) => `U${index}`;

/** A users API with so many users and one service account `S`, found by no address. `pages`: of lists, as they were requested. */
function usersApi(users: number, { failsAt }: { failsAt?: () => number | undefined } = {}) {
	const pages: number[] = [];
	async function* ids({ includeServiceAccounts, email }: ClassicUserQuery = {}) {
		if (email !== undefined) return;
		for (let first = 0; first < users; first += pageSize) {
			const page = first / pageSize;
			pages.push(page);
			if (failsAt?.() === page) throw new ScimError("unavailable", "GET /v1/users: the server failed.");
			yield Array.from({ length: Math.min(pageSize, users - first) }, (_, index) => ({
				id: idOf(first + index),
			}));
		}
		if (includeServiceAccounts) yield [{ id: "S" }];
	}
	const unused = () => {
		throw new Error("Not expected to be asked.");
	};
	const classic: ClassicUsers = { ids, list: unused, get: unused, delete: unused };
	const isService = serviceAccountsOf(classic, () => 0);
	return { pages, ask: (id: string) => isService({ id, userName: `${id}@example.com` }) };
}

/** All that follows without a request. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

it("reads the list of users as far as it is needed, and four pages ahead", async () => {
	const { pages, ask } = usersApi(200);
	expect(await ask(idOf(5))).toBe(false);
	await settled();
	expect(pages).toEqual([0, 1, 2, 3, 4]);
	for (let index = 0; index < 30; index += 1) expect(await ask(idOf(index))).toBe(false);
	await settled();
	expect(pages).toEqual([0, 1, 2, 3, 4, 5, 6]);
});

it("answers many at once, and finds a service account at the end of all lists", async () => {
	const { pages, ask } = usersApi(100);
	const ids = [...Array.from({ length: 100 }, (_, index) => idOf(99 - index)), "S"];
	const answers = await Promise.all(ids.map(ask));
	expect(answers).toEqual(ids.map((id) => id === "S"));
	const tenPages = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
	expect(pages).toEqual([...tenPages, ...tenPages, ...tenPages]);
});

it("answers from the pages before one that failed, and reads the list again for the others", async () => {
	let failing: number | undefined = 5;
	const { ask } = usersApi(100, { failsAt: () => failing });
	for (let index = 0; index < 50; index += 1) expect(await ask(idOf(index))).toBe(false);
	await expect(ask(idOf(50))).rejects.toThrow("the server failed");
	failing = undefined;
	expect(await ask(idOf(50))).toBe(false);
});

it("takes no account for one of a program that was created while the lists were read", async () => {
	const users = Array.from({ length: 20 }, (_, index) => idOf(index));
	/** Someone creates an account between any two pages. */
	async function* ids({ includeServiceAccounts, email }: ClassicUserQuery = {}) {
		if (email !== undefined) return;
		for (let first = 0; first < users.length && first < 200; first += pageSize) {
			yield users.slice(first, first + pageSize).map((id) => ({ id }));
			users.push(idOf(users.length));
		}
		if (includeServiceAccounts) yield [{ id: "S" }];
		users.push(idOf(users.length));
	}
	const unused = () => {
		throw new Error("Not expected to be asked.");
	};
	const isService = serviceAccountsOf({ ids, list: unused, get: unused, delete: unused }, () => 0);
	const ask = (id: string) => isService({ id, userName: `${id}@example.com` });
	expect(await ask("S")).toBe(true);
	for (const id of [...users]) expect([id, await ask(id)]).toEqual([id, false]);
	expect(users.length).toBeGreaterThan(25);
});
