import { expect, it } from "vitest";
import { findPrincipals } from "../../../src/entra/applications/principals.ts";
import { createGraphClient } from "../../../src/entra/graph/graph-client.ts";
import { fakeGraph } from "../fake-graph.ts";
import { hastyClock } from "../tenant.ts";

it("notices a group within a group on any page of its members", async () => {
	const graph = await fakeGraph(({ url }, graphUrl) => {
		if (url.startsWith("/groups?")) return { body: { value: [{ id: "g", displayName: "Readers" }] } };
		if (url === "/groups/g/next") return { body: { value: [{ "@odata.type": "#microsoft.graph.group" }] } };
		const user = { "@odata.type": "#microsoft.graph.user" };
		return { body: { value: [user], "@odata.nextLink": `${graphUrl}/groups/g/next` } };
	});
	const getToken = async () => ({ token: "token", expiresOnTimestamp: Date.now() + 3_600_000 });
	const client = createGraphClient({
		graphUrl: graph.graphUrl,
		credential: { getToken },
		clock: hastyClock(),
	});
	expect(await findPrincipals(client, [{ kind: "group", named: "Readers" }], undefined)).toEqual([
		{ type: "found", id: "g", displayName: "Readers", hasNestedGroups: true },
	]);
});
