import { expect, it, onTestFinished } from "vitest";
import { emptyWorld, graphCall, items } from "../calls.ts";

it("a group is created and deleted, and shows the members of its groups as transitive ones", async () => {
	const world = await emptyWorld();
	onTestFinished(() => world.close());
	const graph = await graphCall(world);
	const { control } = world.entra;
	const [ada, ben] = ["ada", "ben"].map((name) =>
		control.addUser({ userPrincipalName: `${name}@example.com` }),
	);
	const create = async (displayName: string) => (await graph("POST", "/groups", { displayName })).body.id;
	const [outer, inner] = [await create("Outer"), await create("Inner")];
	control.setMember("Outer", "ada@example.com", true);
	control.setMember("Outer", "Inner", true);
	control.setMember("Inner", "Outer", true);
	control.setMember("Inner", "ben@example.com", true);

	const ids = async (path: string) =>
		items((await graph("GET", `/groups/${outer}/${path}`)).body, "value")
			.map(({ id }) => id)
			.sort();
	expect(await ids("members")).toEqual([ada?.id, inner].sort());
	expect(await ids("transitiveMembers")).toEqual([ada?.id, ben?.id, inner, outer].sort());
	expect(await ids("transitiveMembers/microsoft.graph.user")).toEqual([ada?.id, ben?.id].sort());

	expect((await graph("DELETE", `/groups/${inner}`)).status).toBe(204);
	expect(await ids("transitiveMembers")).toEqual([ada?.id]);
	expect((await graph("POST", "/groups", {})).status).toBe(400);
});
