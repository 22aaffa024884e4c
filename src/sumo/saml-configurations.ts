import { z } from "zod";
import type { Priority } from "../ports/target.ts";
import { read } from "../scim-client/answer.ts";
import type { ScimClient } from "../scim-client/client.ts";
import type { SamlConfiguration } from "../setup/sumo-saml.ts";

/** What setup writes; everything else stays as it is, or has Sumo Logic's defaults. */
export type SamlFields = {
	readonly configurationName: string;
	readonly issuer: string;
	readonly x509cert1: string;
	readonly x509cert2?: string;
};

/** Sumo Logic's SAML configurations, to read and to change. Needs the capability Manage SAML. Rejects with `ScimError`. */
export interface SamlConfigurations {
	list(signal?: AbortSignal): Promise<readonly SamlConfiguration[]>;
	/** Creates one with the two settings of the guide. */
	create(fields: SamlFields, signal?: AbortSignal): Promise<SamlConfiguration>;
	/** Changes one, with the two settings of the guide: all its other fields are sent back as they are. */
	update(id: string, fields: SamlFields, signal?: AbortSignal): Promise<SamlConfiguration>;
}

const text = z
	.string()
	.nullish()
	.transform((value) => value ?? "");

const configuration = z
	.looseObject({ id: z.string() })
	.transform((raw) => ({ raw, known: known.parse(raw) }));

const known = z
	.object({
		id: z.string(),
		configurationName: text,
		issuer: text,
		x509cert1: text,
		x509cert2: text,
		disableRequestedAuthnContext: z.boolean().nullish(),
		onDemandProvisioningEnabled: z.union([z.boolean(), z.looseObject({})]).nullish(),
		assertionConsumerUrl: text,
	})
	.transform(
		({ onDemandProvisioningEnabled, disableRequestedAuthnContext, ...rest }): SamlConfiguration => ({
			...rest,
			disableRequestedAuthnContext: disableRequestedAuthnContext ?? false,
			onDemandProvisioning: Boolean(onDemandProvisioningEnabled ?? false),
		}),
	);

/** The documented answer is an array; a `{data: […]}` around it is accepted too. */
const configurations = z.union([
	z.array(configuration),
	z.object({ data: z.array(configuration) }).transform(({ data }) => data),
]);

/** Fields that a PUT sends back. On Demand Provisioning is not among them: without it, it is off. */
const writable = z.object({
	configurationName: z.string(),
	issuer: z.string(),
	spInitiatedLoginPath: z.string().optional(),
	spInitiatedLoginEnabled: z.boolean().optional(),
	authnRequestUrl: z.string().optional(),
	x509cert1: z.string().optional(),
	x509cert2: z.string().optional(),
	x509cert3: z.string().optional(),
	rolesAttribute: z.string().optional(),
	logoutEnabled: z.boolean().optional(),
	logoutUrl: z.string().optional(),
	emailAttribute: z.string().optional(),
	debugMode: z.boolean().optional(),
	signAuthnRequest: z.boolean().optional(),
	isRedirectBinding: z.boolean().optional(),
});

const path = "/v1/saml/identityProviders";
const contentType = "application/json";

/** @see https://help.sumologic.com/docs/api/saml-configuration/ */
export function createSamlConfigurations(
	client: ScimClient,
	priority: Priority = "interactive",
): SamlConfigurations {
	const all = async (signal?: AbortSignal) =>
		read(
			await client.send({ method: "GET", path, priority, signal }),
			configurations,
			"a list of SAML configurations",
		);
	return {
		list: async (signal) => (await all(signal)).map((one) => one.known),
		async create(fields, signal) {
			const body = { ...fields, disableRequestedAuthnContext: true };
			const answer = await client.send({ method: "POST", path, body, contentType, priority, signal });
			return read(answer, configuration, "a SAML configuration").known;
		},
		async update(id, fields, signal) {
			const current = (await all(signal)).find((one) => one.known.id === id);
			const kept = z
				.object({})
				.catchall(z.json())
				.parse(writable.parse(current?.raw ?? fields));
			const body = { ...kept, ...fields, disableRequestedAuthnContext: true };
			const request = {
				method: "PUT",
				path: `${path}/${encodeURIComponent(id)}`,
				body,
				contentType,
				priority,
				signal,
			} as const;
			return read(await client.send(request), configuration, "a SAML configuration").known;
		},
	};
}
