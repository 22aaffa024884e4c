import { describe, expect, it } from "vitest";
import { createScimTargets } from "../../src/scim-client/target.ts";
import { clientOf, json, serve } from "../http/loopback.ts";
import { ada, all } from "./simulated-target.ts";

describe("Lists and filters of servers of other makes", () => {
	const stored = { ...ada, id: "7" };
	/** Answers each filter as told, and the list with `users`. */
	async function filtering(users: readonly object[], answer: (filter: string) => [number, unknown]) {
		const { url, received } = await serve((request, response) => {
			const filter = new URL(request.url, "http://x").searchParams.get("filter");
			const [status, body] = filter === null ? [200, { Resources: users }] : answer(filter);
			json(response, status, body);
		});
		const filters = () => received.map((one) => new URL(one.url, url).searchParams.get("filter"));
		return { target: createScimTargets(clientOf(url), "test")("cycle"), filters };
	}
	const admin = { id: 1, userName: "Admin@example.com", externalId: "A1", roles: ["Administrator"] };

	it("writes the value of a filter as a JSON string, and spaces as %20", async () => {
		const { url, received } = await serve((_, response) => json(response, 200, { totalResults: 0 }));
		const target = createScimTargets(clientOf(url), "test")("cycle");
		await target.find("userName", 'o"brien\\ & 李 +x');
		expect(received[0]?.url).not.toContain("+");
		expect(new URL(received[0]?.url ?? "", url).searchParams.get("filter")).toBe(
			'userName eq "o\\"brien\\\\ & 李 +x"',
		);
	});

	it("asks for a refused filter once, and does not blame the filter for an unusual value", async () => {
		const { url, received } = await serve((request, response) => {
			const filter = new URL(request.url, "http://x").searchParams.get("filter") ?? "";
			if (filter.startsWith("emails.value")) json(response, 200, { totalResults: 0, Resources: [] });
			else if (filter !== "") json(response, 400, { detail: "not supported" });
			else json(response, 200, { totalResults: 0, Resources: [] });
		});
		const targets = createScimTargets(clientOf(url), "test");
		for (const name of ["o'neil & sons", "ada@example.com", "bob@example.com", "cid@example.com"])
			await targets("cycle").find("userName", name);
		const asked = received.map((request) => new URL(request.url, "http://x").searchParams.get("filter"));
		expect(asked.filter((filter) => filter?.startsWith("userName"))).toEqual([
			'userName eq "o\'neil & sons"',
			'userName eq "ada@example.com"',
		]);
	});

	it.each([
		["half a page", '{"totalResults":2,"Resources":[{"id":"1","userName":"ada@exam'],
		["nothing", ""],
	])("reads a list, a look-up, a count and a user again after %s", async (_, broken) => {
		let isBroken = true;
		const user = { id: "1", userName: "ada@example.com" };
		const { url, received } = await serve((request, response) => {
			isBroken = !isBroken;
			if (!isBroken) response.writeHead(200, { "content-type": "application/scim+json" }).end(broken);
			else if (request.url.includes("/Users/1")) json(response, 200, user);
			else
				json(response, 200, {
					totalResults: 1,
					Resources: request.url.includes("startIndex=2") ? [] : [user],
				});
		});
		const target = createScimTargets(clientOf(url), "test")("cycle");
		expect((await all(target)).map(({ id }) => id)).toEqual(["1"]);
		expect(await target.find("userName", "ada@example.com")).toHaveLength(1);
		expect(await target.count()).toBe(1);
		expect(await target.get("1")).toMatchObject({ userName: "ada@example.com" });
		expect(received).toHaveLength(10);
	});

	it("does not take an account for a match that lacks the value asked for", async () => {
		const { target } = await filtering([], () => [200, { totalResults: 1, Resources: [admin] }]);
		for (const attribute of ["userName", 'emails[type eq "work"].value', "externalId"])
			await expect(target.find(attribute, "ada@example.com")).rejects.toMatchObject({
				name: "ScimError",
				code: "filter-ignored",
				message: expect.stringContaining("does not honor the filter"),
			});
	});

	it("compares by the case rules of the attribute, and reads a numeric id as text", async () => {
		const { target } = await filtering([], () => [200, { Resources: [admin] }]);
		expect(await target.find("userName", "admin@EXAMPLE.com")).toMatchObject([{ id: "1" }]);
		expect(await target.find("externalId", "A1")).toHaveLength(1);
		expect(await target.find("externalId", "a1")).toEqual([]);
	});

	it("finds an address whatever type the server gives it", async () => {
		const kept = { ...admin, emails: [{ value: "ada@example.com" }] };
		const { target } = await filtering([], () => [200, { Resources: [kept] }]);
		expect(await target.find('emails[type eq "work"].value', "Ada@example.com")).toHaveLength(1);
	});

	it("takes an account that is in the answer twice for one", async () => {
		const { url } = await serve((_, response) =>
			json(response, 200, { totalResults: 2, Resources: [stored, stored] }),
		);
		const found = await createScimTargets(clientOf(url), "test")("cycle").find("userName", ada.userName);
		expect(found).toEqual([stored]);
	});

	it("does not take the first page of a filter's answer for all accounts that match", async () => {
		const other = { ...stored, id: "8" };
		const { url, received } = await serve(({ url: asked = "" }, response) => {
			const page = asked.includes("startIndex=2") ? [other] : [stored];
			json(response, 200, { totalResults: 2, itemsPerPage: 1, Resources: page });
		});
		const found = await createScimTargets(clientOf(url), "test")("cycle").find("userName", ada.userName);
		expect(found).toEqual([stored, other]);
		expect(received).toHaveLength(2);
	});

	it("asks once more, and not again and again, where a filter's total is too high", async () => {
		const { url, received } = await serve((_, response) =>
			json(response, 200, { totalResults: 99, Resources: [stored] }),
		);
		const found = await createScimTargets(clientOf(url), "test")("cycle").find("userName", ada.userName);
		expect(found).toEqual([stored]);
		expect(received).toHaveLength(2);
	});

	it("takes 404 to a filter for an empty list", async () => {
		const { target } = await filtering([], () => [404, { detail: "No user found" }]);
		expect(await target.find("userName", "ada@example.com")).toEqual([]);
	});

	it("uses the filter that Sumo documents where another is refused, then the list", async () => {
		const holder = { ...admin, emails: [{ value: "other@example.com", type: "work" }] };
		const { target, filters } = await filtering([holder], (filter) =>
			filter === 'emails.value eq "other@example.com"' ? [200, { Resources: [holder] }] : [400, {}],
		);
		expect(await target.find('emails[type eq "work"].value', "other@example.com")).toHaveLength(1);
		expect(filters()).toHaveLength(2);
		expect(await target.find("userName", "admin@example.com")).toHaveLength(1);
		expect(filters().slice(2)).toEqual([
			'userName eq "admin@example.com"',
			'emails.value eq "admin@example.com"',
			null,
			null,
		]);
		expect(await target.find("externalId", "B2")).toEqual([]);
	});

	it("does not take a user who has no such address for one who does not exist", async () => {
		const renamed = { ...admin, emails: [{ value: "other@example.com" }] };
		const { target } = await filtering([renamed], (filter) =>
			filter.startsWith("emails.value eq ") ? [200, { totalResults: 0 }] : [400, {}],
		);
		expect(await target.find("userName", "admin@example.com")).toHaveLength(1);
		expect(await target.find('emails[type eq "work"].value', "admin@example.com")).toEqual([]);
	});

	it.each([
		["text", "2"],
		["zero", 0],
		["negative", -1],
		["a word", "many"],
		["null", null],
	])("counts the accounts that came when the total is %s", async (_, totalResults) => {
		const { url } = await serve(({ url: asked = "" }, response) =>
			json(response, 200, { totalResults, Resources: asked.includes("startIndex=2") ? [] : [admin] }),
		);
		const target = createScimTargets(clientOf(url), "test")("cycle");
		expect(await target.count()).toBe(totalResults === "2" ? 2 : 1);
		expect(await all(target)).toHaveLength(1);
		expect(await target.find("userName", "admin@example.com")).toHaveLength(1);
	});

	it("does not take a list that promises accounts without showing any for an empty one", async () => {
		const { url } = await serve((_, response) => json(response, 200, { totalResults: 4, users: [stored] }));
		const target = createScimTargets(clientOf(url), "test")("cycle");
		const refused = { code: "not-scim", message: expect.stringContaining("totalResults without Resources") };
		await expect(target.count()).rejects.toMatchObject(refused);
		await expect(all(target)).rejects.toMatchObject(refused);
		await expect(target.find("userName", ada.userName)).rejects.toMatchObject(refused);
	});

	it.each([
		["False", false],
		["TRUE", true],
		[0, false],
		[1, true],
		["1", true],
		[null, true],
		[undefined, true],
	])("reads active written as %j", async (active, meant) => {
		const { url } = await serve((_, response) => json(response, 200, { ...stored, active }));
		expect(await createScimTargets(clientOf(url), "test")("cycle").get("7")).toMatchObject({ active: meant });
	});

	it("counts the accounts that came when the list has no total", async () => {
		const { target } = await filtering([admin, { ...admin, id: 2 }], () => [400, {}]);
		expect(await target.count()).toBe(2);
		expect(await all(target)).toHaveLength(2);
	});
});
