import { createHash } from "node:crypto";
import { z } from "zod";
import { json, noContent, type Request } from "../loopback/exchange.ts";
import { parseJson } from "../loopback/json.ts";
import type { Routes } from "../loopback/routes.ts";
import type { Organization, SamlConfiguration } from "./organization.ts";
import { ApiRefusal } from "./refusal.ts";

/** The writable fields of a SAML configuration; those left out have these values. */
const writable = z.object({
	configurationName: z.string().min(1),
	issuer: z.string().min(1),
	spInitiatedLoginPath: z.string().default(""),
	spInitiatedLoginEnabled: z.boolean().default(false),
	authnRequestUrl: z.string().default(""),
	x509cert1: z.string().default(""),
	x509cert2: z.string().default(""),
	x509cert3: z.string().default(""),
	onDemandProvisioningEnabled: z.record(z.string(), z.json()).optional(),
	rolesAttribute: z.string().default(""),
	logoutEnabled: z.boolean().default(false),
	logoutUrl: z.string().default(""),
	emailAttribute: z.string().default(""),
	debugMode: z.boolean().default(false),
	signAuthnRequest: z.boolean().default(false),
	disableRequestedAuthnContext: z.boolean().default(false),
	isRedirectBinding: z.boolean().default(false),
});

const path = "/api/v1/saml/identityProviders";

/** `/v1/saml/identityProviders` (samlConfigurationManagement in Sumo's API description): a list, without GET by id. */
export function saml(organization: Organization): Routes {
	const find = (id: string): SamlConfiguration => {
		const found = organization.saml.find((one) => one.id === id);
		if (!found) throw new ApiRefusal(404, "notfound", `No SAML configuration ${id}`);
		return found;
	};
	const save = (configurations: SamlConfiguration[]): void => {
		organization.saml = configurations;
		organization.touched();
	};
	return {
		[`GET ${path}`]: () => json(200, z.json().parse(organization.saml)),
		[`POST ${path}`]: (request) => {
			const id = organization.newId();
			const created = complete(id, read(request));
			save([...organization.saml, created]);
			return json(200, z.json().parse(created));
		},
		[`PUT ${path}/{id}`]: (request, id) => {
			const { assertionConsumerUrl, entityId } = find(id);
			const own = { ...complete(id, read(request)), assertionConsumerUrl, entityId };
			save(organization.saml.map((one) => (one.id === id ? own : one)));
			return json(200, z.json().parse(own));
		},
		[`DELETE ${path}/{id}`]: (_request, id) => {
			find(id);
			save(organization.saml.filter((one) => one.id !== id));
			return noContent;
		},
	};
}

function read(request: Request): z.output<typeof writable> {
	const body = writable.safeParse(parseJson(request.body));
	if (!body.success) throw new ApiRefusal(400, "saml:invalid_request", z.prettifyError(body.error));
	return body.data;
}

/** A configuration with what Sumo Logic adds: its certificate, and where it takes assertions. */
function complete(id: string, given: z.output<typeof writable>): SamlConfiguration {
	return {
		...given,
		id,
		certificate: createHash("sha256").update(id).digest("base64"),
		assertionConsumerUrl: `https://service.sumologic.com/sumo/saml/consume/${Number.parseInt(id, 16)}`,
		entityId: "https://service.sumologic.com",
	};
}
