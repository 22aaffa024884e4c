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
	readonly x509cert2: string;
	readonly x509cert3: string;
};

/** Sumo Logic's SAML configurations, to read and to change. Needs the capability Manage SAML. Rejects with `ScimError`. */
export interface SamlConfigurations {
	list(signal?: AbortSignal): Promise<readonly SamlConfiguration[]>;
	/** Creates one with the two settings of the guide. */
	create(fields: SamlFields, signal?: AbortSignal): Promise<SamlConfiguration>;
	/**
	 * Changes one, with the two settings of the guide: all its other fields are sent back as they are.
	 *
	 * @param fields made from what Sumo Logic shows now; `current` is null when it no longer shows the configuration
	 */
	update(
		id: string,
		fields: (current: SamlConfiguration | null) => SamlFields,
		signal?: AbortSignal,
	): Promise<SamlConfiguration>;
}

const text = z
	.string()
	.nullish()
	.transform((value) => value ?? "");

const known = z
	.object({
		id: z.string(),
		configurationName: text,
		issuer: text,
		x509cert1: text,
		x509cert2: text,
		x509cert3: text,
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

/** As it came, beside what setup uses of it. */
const configuration = z
	.unknown()
	.transform((given) => ({ raw: given, known: given }))
	.pipe(z.object({ raw: z.looseObject({}), known }));

/** The documented answer is an array; a `{data: […]}` around it is accepted too. */
const configurations = z.union([
	z.array(configuration),
	z.object({ data: z.array(configuration) }).transform(({ data }) => data),
]);

/** Fields that a PUT sends back as they came. On Demand Provisioning is not among them: without it, it is off. */
const writable = [
	"configurationName",
	"issuer",
	"spInitiatedLoginPath",
	"spInitiatedLoginEnabled",
	"authnRequestUrl",
	"x509cert1",
	"x509cert2",
	"x509cert3",
	"rolesAttribute",
	"logoutEnabled",
	"logoutUrl",
	"emailAttribute",
	"debugMode",
	"signAuthnRequest",
	"isRedirectBinding",
] as const;

/** The writable fields that have a value. */
function keptOf(raw: Readonly<Record<string, unknown>>) {
	const present = writable.filter((name) => raw[name] !== null && raw[name] !== undefined);
	return z.record(z.string(), z.json()).parse(Object.fromEntries(present.map((name) => [name, raw[name]])));
}

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
			const kept = keptOf(current?.raw ?? {});
			const body = { ...kept, ...fields(current?.known ?? null), disableRequestedAuthnContext: true };
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
