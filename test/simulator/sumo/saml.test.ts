import { expect, it, onTestFinished } from "vitest";
import type { Json } from "../../../src/simulator/loopback/json.ts";
import { startSimulators } from "../../../src/simulator/world.ts";
import { sumoCall } from "../calls.ts";
import example from "../entra/examples/saml-identity-provider.json" with { type: "json" };
import { differences } from "../entra/same-shape.ts";

const path = "v1/saml/identityProviders";
const list: Json = JSON.parse(JSON.stringify(example.list_200));

it("keeps SAML configurations in the form of Sumo Logic's API", async () => {
	const world = await startSimulators({ tenant: "empty", limit: "off" });
	onTestFinished(() => world.close());
	const sumo = sumoCall(world);
	expect((await sumo("GET", path)).body).toEqual({ value: [] });
	const given = { configurationName: "Entra ID", issuer: "https://sts.windows.net/x/", x509cert1: "MIIC" };
	const { status, body } = await sumo("POST", path, given);
	expect(status).toBe(200);
	expect((await sumo("POST", path, { issuer: "x" })).status).toBe(400);
	const onDemand = {
		firstNameAttribute: "f",
		lastNameAttribute: "l",
		onDemandProvisioningRoles: ["Analyst"],
	};
	const change = { ...given, disableRequestedAuthnContext: true, onDemandProvisioningEnabled: onDemand };
	await sumo("PUT", `${path}/${String(body.id)}`, change);
	const { value } = (await sumo("GET", path)).body;
	expect(differences(value, list)).toEqual([]);
	expect(value).toMatchObject([{ ...change, id: body.id, assertionConsumerUrl: body.assertionConsumerUrl }]);
	world.sumo.control.behave({ missingCapabilities: ["manageSaml"] });
	expect((await sumo("GET", path)).status).toBe(403);
	world.sumo.control.behave({ missingCapabilities: [] });
	expect((await sumo("DELETE", `${path}/${String(body.id)}`)).status).toBe(204);
	expect((await sumo("GET", path)).body).toEqual({ value: [] });
});
