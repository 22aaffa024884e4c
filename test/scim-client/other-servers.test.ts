import { describe, expect, it } from "vitest";
import type { ScimUser } from "../../src/scim/resource.ts";
import { createScimTargets } from "../../src/scim-client/target.ts";
import { clientOf, json, type Received, serve } from "../http/loopback.ts";
import { ada, simulated } from "./simulated-target.ts";

describe("A target, against servers of other makes", () => {
	const stored = { ...ada, id: "7" };
	const isPost = ({ method }: Received) => method === "POST";

	it("does not take another person's account for the one it sent", async () => {
		const { url, received } = await serve((request, response) => {
			if (isPost(request)) response.destroy();
			else
				json(response, 200, {
					totalResults: 1,
					Resources: [{ ...stored, name: { givenName: "Eve", familyName: "X" } }],
				});
		});
		const create = createScimTargets(clientOf(url), "test")("cycle").create(ada);
		await expect(create).rejects.toMatchObject({ code: "conflict" });
		expect(received.filter(isPost)).toHaveLength(1);
	});

	it("settles a conflict that follows a lost answer by looking again", async () => {
		const { url, received } = await serve((request, response) => {
			if (!isPost(request)) {
				// The first look-up comes too early: the server is still busy with the lost POST.
				const found = received.length > 2 ? [stored] : [];
				json(response, 200, { totalResults: found.length, Resources: found });
			} else if (received.length === 1) response.destroy();
			else json(response, 409, { scimType: "uniqueness" });
		});
		expect(await createScimTargets(clientOf(url), "test")("cycle").create(ada)).toMatchObject({ id: "7" });
	});

	it("sends a creation that was confirmed without a body once, though the account shows only later", async () => {
		const { url, received } = await serve((request, response) => {
			if (isPost(request)) response.writeHead(201).end();
			else json(response, 200, { Resources: received.length > 4 ? [stored] : [] });
		});
		expect(await createScimTargets(clientOf(url), "test")("cycle").create(ada)).toMatchObject({ id: "7" });
		expect(received.filter(isPost)).toHaveLength(1);
	});

	it.each(["", "{}", '{"userName":"ada@example.com"}', "<html>Welcome</html>"])(
		"does not send a creation again that was answered with 201 and %j",
		async (body) => {
			const { url, received } = await serve((request, response) => {
				if (isPost(request)) response.writeHead(201).end(body);
				else json(response, 200, { totalResults: 0 });
			});
			const create = createScimTargets(clientOf(url), "test")("cycle").create(ada);
			await expect(create).rejects.toMatchObject({ code: "not-scim" });
			expect(received.filter(isPost)).toHaveLength(1);
		},
	);

	it("says that it is unknown whether a user was created, when the look-up fails too", async () => {
		const { url } = await serve((request, response) =>
			isPost(request) ? response.destroy() : json(response, 503, {}),
		);
		const create = createScimTargets(clientOf(url), "test")("cycle").create(ada);
		await expect(create).rejects.toMatchObject({
			code: "network",
			request: "POST /Users",
			message: expect.stringContaining("ada@example.com could not be looked up"),
		});
	});

	it("leaves a plain conflict to the caller", async () => {
		const { url, received } = await serve((_, response) => json(response, 409, { scimType: "uniqueness" }));
		const create = createScimTargets(clientOf(url), "test")("cycle").create(ada);
		await expect(create).rejects.toMatchObject({ code: "conflict", scimType: "uniqueness" });
		expect(received).toHaveLength(1);
	});

	it("keeps ids inside their path segment", async () => {
		const { url, received } = await serve((_, response) => json(response, 204, undefined));
		const target = createScimTargets(clientOf(url), "test")("cycle");
		await target.delete("../Users?x");
		expect(received[0]?.url).toBe("/Users/..%2FUsers%3Fx");
		for (const id of ["", ".", ".."])
			await expect(target.delete(id)).rejects.toMatchObject({ code: "invalid" });
		expect(received).toHaveLength(1);
	});

	it("never takes another user's resource for the one asked for or changed", async () => {
		const other = { id: "0002", userName: "admin@example.com", active: true };
		const user = { id: "00ab", userName: "ada@example.com", active: true };
		const { url } = await serve((request, response) =>
			json(response, 200, request.url.endsWith("/00AB") && request.method === "GET" ? user : other),
		);
		const target = createScimTargets(clientOf(url), "test")("cycle");
		await expect(target.get("0001")).rejects.toMatchObject({
			code: "not-scim",
			message: expect.stringContaining("admin@example.com (0002) instead"),
		});
		const changed = await target.update({ ...user, id: "00AB" }, [
			{ op: "replace", path: "active", value: true },
		]);
		expect(changed.id).toBe("00ab");
	});

	it("follows a user who got a new id with a change, and nobody else", async () => {
		const user = { id: "old", userName: "ada@example.com", active: true };
		const after = { id: "new", userName: "Countess@example.com", active: true };
		const rename = [{ op: "replace", path: "userName", value: "countess@example.com" }] as const;
		const { url } = await serve((request, response) => {
			if (request.method === "PATCH" || request.url.endsWith("/new")) json(response, 200, after);
			else json(response, 404, { status: 404 });
		});
		const target = createScimTargets(clientOf(url), "test")("cycle");
		expect(await target.update(user, rename)).toMatchObject(after);
		await expect(
			target.update(user, [{ op: "replace", path: "active", value: false }]),
		).rejects.toMatchObject({ code: "not-found" });
	});

	it("gives up after the retries on a page that is always cut off, and at once on a web page", async () => {
		for (const [body, requests] of [
			['{"Resources":[', 4],
			["<html>Sign in", 1],
		] as const) {
			const { url, received } = await serve((_, response) => response.writeHead(200).end(body));
			await expect(createScimTargets(clientOf(url), "test")("cycle").count()).rejects.toMatchObject({
				code: "not-scim",
			});
			expect(received).toHaveLength(requests);
		}
	});

	it.each(["204", "empty"] as const)(
		"reads what was written after an answer without a body (%s)",
		async (form) => {
			const { target, control } = await simulated();
			control.behave({ writeAnswers: form, ignoredInCreations: ["emails"] });
			const created = await target.create({ ...ada, emails: [{ type: "work", value: "a@example.com" }] });
			expect(created).toMatchObject({ userName: "ada@example.com", emails: [{ value: "ada@example.com" }] });
			control.behave({ ignoredInUpdates: ["name"] });
			const patch = [{ op: "replace", path: "name.familyName", value: "King" }] as const;
			expect(await target.update(created, patch)).toMatchObject({ name: { familyName: "Lovelace" } });
			expect(target.requests()).toBe(4);
			expect(control.users().filter(({ userName }) => userName === "ada@example.com")).toHaveLength(1);
		},
	);

	it("reads the user when PATCH answers 204", async () => {
		const { url } = await serve(({ method }, response) =>
			method === "PATCH" ? response.writeHead(204).end() : json(response, 200, { ...stored, active: false }),
		);
		const target = createScimTargets(clientOf(url), "test")("cycle");
		const present: ScimUser = { ...stored, id: "7", userName: ada.userName, active: true };
		expect(await target.update(present, [{ op: "replace", path: "active", value: false }])).toMatchObject({
			active: false,
		});
	});

	it("takes 404 to PATCH for a refusal when the user can be read, and reads whole a user known in part", async () => {
		const { url, received } = await serve(({ method }, response) => {
			if (method === "PATCH") json(response, 404, { detail: "no such method" });
			else json(response, 200, stored);
		});
		const target = createScimTargets(clientOf(url), "test")("cycle");
		await target.update({ id: "7", userName: ada.userName, active: true }, [
			{ op: "replace", path: "name.familyName", value: "King" },
		]);
		expect(received.map(({ method }) => method)).toEqual(["PATCH", "GET", "GET", "PUT"]);
		const { id: _, ...rest } = stored;
		expect(JSON.parse(received[3]?.body ?? "")).toEqual({
			...rest,
			name: { givenName: "Ada", familyName: "King" },
		});
	});

	it("reads the names of attributes in any case", async () => {
		const { url } = await serve((_, response) =>
			json(response, 200, {
				TotalResults: 1,
				resources: [{ ID: "7", UserName: ada.userName, Active: "False", nickName: "A" }],
			}),
		);
		expect(await createScimTargets(clientOf(url), "test")("cycle").find("userName", ada.userName)).toEqual([
			{ id: "7", userName: ada.userName, active: false, nickName: "A" },
		]);
	});

	it("refuses an account whose active can mean either", async () => {
		const { url } = await serve((_, response) => json(response, 200, { ...stored, active: "yes" }));
		const read = createScimTargets(clientOf(url), "test")("cycle").get("7");
		await expect(read).rejects.toMatchObject({
			code: "not-scim",
			message: expect.stringContaining("active"),
		});
	});
});
