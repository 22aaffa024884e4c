import { describe, expect, it } from "vitest";
import { createEventBus } from "../../../src/app/events/event-bus.ts";
import { PermissionsService } from "../../../src/app/permissions/permissions-service.ts";
import { DeviceSignIns } from "../../../src/app/source/device-sign-ins.ts";
import { createConnector } from "../../../src/http/connector.ts";
import { sampleProfile } from "../../config/samples.ts";
import { fakeGraph } from "../../entra/fake-graph.ts";

const tokenWith = (payload: object) =>
	["{}", JSON.stringify(payload), "x"].map((part) => Buffer.from(part).toString("base64url")).join(".");

async function open(roles: readonly string[]) {
	const { graphUrl } = await fakeGraph(() => ({ body: { value: [] } }));
	const events = createEventBus();
	const source = {
		type: "entra",
		tenantId: "",
		clientId: "",
		application: "Sumo Logic",
		signIn: "accessToken",
		graphUrl,
	} as const;
	const permissions = new PermissionsService({
		inUse: () => ({
			profile: sampleProfile("acme", { source }),
			secrets: { sourceSecret: tokenWith({ roles }) },
		}),
		graph: () => ({ demo: undefined, connector: createConnector({}), deviceSignIns: new DeviceSignIns() }),
		ends: { of: async () => null, record: async () => undefined, forgetSigning: async () => undefined },
		events,
		now: Date.now,
	});
	return { permissions, events };
}

describe("permissions of a session", () => {
	it("make screens read-only only after a check found that they are missing", async () => {
		const { permissions } = await open(["User.Read.All"]);
		expect([permissions.current(), permissions.refusal("assign")]).toEqual([null, undefined]);
		await permissions.check();
		expect(permissions.refusal("assign")).toMatch(
			/^Assign and unassign: not allowed\. Grant the application/,
		);
		expect(permissions.refusal("read-users")).toBeUndefined();
	});

	it("are unknown again with another connection", async () => {
		const { permissions, events } = await open([]);
		await permissions.check();
		expect(permissions.refusal("assign")).toBeDefined();
		await events.publish({ type: "connectionChanged" });
		expect([permissions.current(), permissions.refusal("assign")]).toEqual([null, undefined]);
	});
});
