import { describe, expect, it } from "vitest";
import { createScimTargets } from "../../src/scim-client/target.ts";
import { simulated } from "./simulated-target.ts";

/** Accounts whose values have capital letters, and two targets of one client over them. */
async function capitals(filter: "honor" | "case-sensitive") {
	const { client, control } = await simulated();
	control.behave({ filter });
	control.addUser({ userName: "Grace.Hopper@Example.com", email: "Grace@Example.com", roles: ["User"] });
	const targets = createScimTargets(client, "test");
	return { client, control, target: targets("cycle"), other: targets("interactive") };
}

const grace = [{ userName: "Grace.Hopper@Example.com" }];

describe("A look-up that finds no account", () => {
	it.each([
		["userName", "grace.hopper@example.com"],
		["emails.value", "grace@example.com"],
		['emails[type eq "work"].value', "GRACE@EXAMPLE.COM"],
	])(
		"by %s reads the list where the filter tells letters of different case apart",
		async (attribute, value) => {
			const { target } = await capitals("case-sensitive");
			expect(await target.find(attribute, value)).toMatchObject(grace);
			expect(await target.find(attribute, "nobody@example.com")).toEqual([]);
		},
	);

	it("is believed where the filter ignores case, which takes two requests once for each attribute", async () => {
		const { client, target, other } = await capitals("honor");
		const requests = async (look: () => Promise<unknown>) => {
			const before = client.requests();
			expect(await look()).toEqual([]);
			return client.requests() - before;
		};
		expect(await requests(() => target.find("userName", "nobody@example.com"))).toBe(3);
		expect(await requests(() => other.find("userName", "someone@example.com"))).toBe(1);
		expect(await requests(() => target.find("emails.value", "nobody@example.com"))).toBe(3);
		expect(await requests(() => target.find("emails.value", "someone@example.com"))).toBe(1);
	});

	it("asks nothing more for a value without letters, or where case counts", async () => {
		const { client, target } = await capitals("case-sensitive");
		expect(await target.find("userName", "4711")).toEqual([]);
		expect(await target.find("externalId", "abc")).toEqual([]);
		expect(client.requests()).toBe(2);
	});

	it("learns again after a request that failed", async () => {
		const { control, target } = await capitals("case-sensitive");
		control.fault({ kind: "status", status: 403, method: "GET", path: "count=10" });
		await expect(target.find("userName", "grace.hopper@example.com")).rejects.toMatchObject({
			code: "forbidden",
		});
		expect(await target.find("userName", "grace.hopper@example.com")).toMatchObject(grace);
	});
});
