import { expect, it } from "vitest";
import { AnswerBody } from "../../src/http/answer-body.ts";
import type { ScimClient } from "../../src/scim-client/client.ts";
import type { ScimRequest } from "../../src/scim-client/scim-request.ts";
import { createSamlConfigurations } from "../../src/sumo/saml-configurations.ts";
import example from "../simulator/entra/examples/saml-identity-provider.json" with { type: "json" };

const [configuration] = example.list_200;

/** Sumo Logic with this configuration, and the requests that it got. */
function open(shown: Readonly<Record<string, unknown>>) {
	const sent: ScimRequest[] = [];
	const send: ScimClient["send"] = async (request) => {
		sent.push(request);
		const content = request.method === "GET" ? [shown] : shown;
		return {
			status: 200,
			body: new AnswerBody(Buffer.from(JSON.stringify(content))),
			request: `${request.method} ${request.path}`,
			attempts: 1,
		};
	};
	const client: ScimClient = {
		send,
		now: () => 0,
		requests: () => 0,
		pause: async () => undefined,
		retries: 0,
		pauses: 0,
	};
	return { saml: createSamlConfigurations(client), sent };
}

const fields = {
	...{ configurationName: "Entra ID", issuer: "https://sts.windows.net/x/" },
	...{ x509cert1: "MIIC", x509cert2: "", x509cert3: "" },
};

it.each(Object.keys(configuration ?? {}).filter((name) => name !== "id"))(
	"reads and changes a SAML configuration whose %s is null, and sends no null back",
	async (name) => {
		const { saml, sent } = open({ ...configuration, [name]: null });
		expect(await saml.list()).toHaveLength(1);
		await saml.update(String(configuration?.id), () => fields);
		const { body } = sent.at(-1) ?? {};
		expect(body).toMatchObject({ ...fields, disableRequestedAuthnContext: true });
		expect(Object.values(body ?? {})).not.toContain(null);
	},
);

it("says which part of a SAML configuration is not what Sumo Logic documents", async () => {
	const { saml } = open({ ...configuration, issuer: 7 });
	await expect(saml.list()).rejects.toMatchObject({ name: "ScimError", code: "not-scim" });
});
