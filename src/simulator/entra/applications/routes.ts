import { z } from "zod";
import { type Answer, json, noContent, type Request } from "../../loopback/exchange.ts";
import { parseJson } from "../../loopback/json.ts";
import type { Routes } from "../../loopback/routes.ts";
import { fits, parseODataFilter, propertiesOf } from "../odata/odata-filter.ts";
import { page } from "../odata/paging.ts";
import { badRequest, GraphRefusal, notFound } from "../odata/refusal.ts";
import { type Properties, project, readSelection } from "../odata/selection.ts";
import { appRoleSchema, replaceRoles } from "./app-roles.ts";
import { customTemplate, type ServicePrincipal } from "./application.ts";
import { selfSigned } from "./certificate.ts";
import { applicationProperties, servicePrincipalProperties } from "./properties.ts";
import type { Applications } from "./registry.ts";

/** What the routes need from the tenant. */
export interface ApplicationParts {
	readonly applications: Applications;
	readonly tenantId: string;
	readonly clock: () => number;
	nextOrdinal(): number;
	/** Removes an application with its assignments and jobs. */
	remove(servicePrincipal: ServicePrincipal): void;
}

const instantiateSchema = z.object({ displayName: z.string().min(1).max(256) });

const texts = z.array(z.string());
const applicationChange = z.strictObject({
	displayName: z.string().min(1).exactOptional(),
	tags: texts.exactOptional(),
	notes: z.string().max(1_024).nullable().exactOptional(),
	identifierUris: texts.exactOptional(),
	web: z.looseObject({ redirectUris: texts.exactOptional() }).exactOptional(),
	appRoles: z.array(appRoleSchema).exactOptional(),
});
const servicePrincipalChange = z.strictObject({
	preferredSingleSignOnMode: z.enum(["saml", "password", "oidc", "notSupported"]).nullable().exactOptional(),
	preferredTokenSigningKeyThumbprint: z.string().nullable().exactOptional(),
	notificationEmailAddresses: texts.exactOptional(),
	appRoleAssignmentRequired: z.boolean().exactOptional(),
	notes: z.string().max(1_024).nullable().exactOptional(),
	tags: texts.exactOptional(),
});
const certificateSchema = z.object({
	displayName: z.string().startsWith("CN="),
	endDateTime: z.iso.datetime({ offset: true }).exactOptional(),
});

const year = 365.25 * 24 * 3_600_000;

/** Templates, applications and service principals (learn.microsoft.com/graph/api/resources/application). */
export function applicationRoutes(parts: ApplicationParts): Routes {
	const { applications, tenantId, clock } = parts;
	const listed = servicePrincipalProperties(tenantId, false);
	return {
		"POST /v1.0/applicationTemplates/{id}/instantiate": (request, id) => {
			if (id.toLowerCase() !== customTemplate) throw notFound(id);
			const { displayName } = read(instantiateSchema, request);
			const created = applications.instantiate(displayName, parts.nextOrdinal(), clock());
			return json(201, {
				"@odata.context": `${request.origin}/v1.0/$metadata#microsoft.graph.applicationServicePrincipal`,
				application: project(created, readSelection(null, applicationProperties, "application")),
				servicePrincipal: project(created, readSelection(null, listed, "servicePrincipal")),
			});
		},
		"GET /v1.0/applications": (request) =>
			list(request, applications.listed(), applicationProperties, "application"),
		"GET /v1.0/applications/{id}": (request, id) =>
			one(request, applications.seen(applications.application(id)), applicationProperties, "application"),
		"PATCH /v1.0/applications/{id}": (request, id) => {
			const current = applications.application(id);
			const { appRoles, ...change } = read(applicationChange, request);
			const roles = appRoles && replaceRoles(applications.seen(current).appRoles, appRoles);
			const changed = changeApplication(current, change, applications);
			applications.save(changed);
			if (roles) applications.changeRoles(changed, roles);
			return noContent;
		},
		"DELETE /v1.0/applications/{id}": (_request, id) => {
			parts.remove(applications.application(id));
			return noContent;
		},
		"GET /v1.0/servicePrincipals": (request) =>
			list(request, applications.listed(), listed, "servicePrincipal"),
		"GET /v1.0/servicePrincipals/{id}": (request, id) => {
			const showsKeys = /(^|,)\s*keyCredentials\s*(,|$)/i.test(request.query.get("$select") ?? "");
			const properties = servicePrincipalProperties(tenantId, showsKeys);
			const found = applications.seen(applications.servicePrincipal(id));
			return one(request, found, properties, "servicePrincipal");
		},
		"PATCH /v1.0/servicePrincipals/{id}": (request, id) => {
			const current = applications.servicePrincipal(id);
			const change = read(servicePrincipalChange, request);
			const thumbprint = change.preferredTokenSigningKeyThumbprint;
			if (thumbprint && !current.keyCredentials.some((key) => key.thumbprint === thumbprint)) {
				throw badRequest("The thumbprint does not belong to a signing certificate of the application.");
			}
			if (change.preferredSingleSignOnMode === "saml") applications.replication.begin(`${current.id} saml`);
			applications.save({ ...current, ...change });
			return noContent;
		},
		"POST /v1.0/servicePrincipals/{id}/addTokenSigningCertificate": (request, id) => {
			const current = applications.servicePrincipal(id);
			const { displayName, endDateTime } = read(certificateSchema, request);
			const start = clock();
			const end = endDateTime === undefined ? start + 3 * year : Date.parse(endDateTime);
			if (end <= start || end > start + 3 * year + 24 * 3_600_000) {
				throw badRequest("The end date of the certificate must be within three years.");
			}
			const created = selfSigned(displayName.slice("CN=".length), start, end);
			applications.save({ ...current, keyCredentials: [...current.keyCredentials, created] });
			return json(200, {
				"@odata.context": `${request.origin}/v1.0/$metadata#microsoft.graph.selfSignedCertificate`,
				customKeyIdentifier: Buffer.from(created.thumbprint, "hex").toString("base64"),
				displayName,
				endDateTime: new Date(end).toISOString(),
				key: created.key,
				keyId: created.keyId,
				startDateTime: new Date(start).toISOString(),
				thumbprint: created.thumbprint,
				type: "AsymmetricX509Cert",
				usage: "Verify",
			});
		},
	};
}

function changeApplication(
	current: ServicePrincipal,
	change: Omit<z.output<typeof applicationChange>, "appRoles">,
	applications: Applications,
): ServicePrincipal {
	const { web, identifierUris, ...plain } = change;
	if (identifierUris) checkIdentifiers(current, identifierUris, applications);
	return {
		...current,
		...plain,
		...(identifierUris ? { identifierUris } : {}),
		...(web?.redirectUris ? { redirectUris: web.redirectUris } : {}),
	};
}

/**
 * An identifier is unique in the tenant, and on a domain of the tenant unless the application signs in with SAML.
 * Throws a GraphRefusal.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/identifier-uri-restrictions
 */
function checkIdentifiers(
	current: ServicePrincipal,
	identifiers: readonly string[],
	applications: Applications,
): void {
	const isSaml =
		current.preferredSingleSignOnMode === "saml" && applications.replication.isVisible(`${current.id} saml`);
	for (const identifier of identifiers) {
		if (!isSaml && !identifier.startsWith("api://")) {
			throw new GraphRefusal(
				400,
				"HostNameNotOnVerifiedDomain",
				`Values of identifierUris property must use a verified domain of the organization or its subdomain: '${identifier}'`,
			);
		}
		const holder = [...applications.all.values()].find((one) => one.identifierUris.includes(identifier));
		if (holder && holder.id !== current.id) {
			throw badRequest("Another object with the same value for property identifierUris already exists.");
		}
	}
}

function read<Schema extends z.ZodType>(schema: Schema, request: Request): z.output<Schema> {
	const body = schema.safeParse(parseJson(request.body));
	if (!body.success) throw badRequest(z.prettifyError(body.error));
	return body.data;
}

function one(
	request: Request,
	found: ServicePrincipal,
	properties: Properties<ServicePrincipal>,
	type: string,
): Answer {
	const selection = readSelection(request.query.get("$select"), properties, type);
	return json(200, {
		"@odata.context": `${request.origin}/v1.0/$metadata#${type}s/$entity`,
		...project(found, selection),
	});
}

function list(
	request: Request,
	all: readonly ServicePrincipal[],
	properties: Properties<ServicePrincipal>,
	type: string,
): Answer {
	const { query } = request;
	const selection = readSelection(query.get("$select"), properties, type);
	const accept = filterOf(query.get("$filter"), properties, type);
	return json(
		200,
		page(request, all, accept, (found) => project(found, selection), `${type}s`),
	);
}

/** A condition of `$filter`, among them `tags/any(t:t eq 'x')`. */
function filterOf(
	text: string | null,
	properties: Properties<ServicePrincipal>,
	type: string,
): ((found: ServicePrincipal) => boolean) | undefined {
	if (text === null || text === "") return undefined;
	const [, , tag] = /^\s*tags\/any\(\s*(\w+)\s*:\s*\1 eq '((?:[^']|'')*)'\s*\)\s*$/.exec(text) ?? [];
	if (tag !== undefined) {
		const name = tag.replaceAll("''", "'");
		return (found) => {
			const { tags } = project(found, readSelection("tags", properties, type));
			return Array.isArray(tags) && tags.includes(name);
		};
	}
	const filter = parseODataFilter(text);
	const selection = readSelection(propertiesOf(filter).join(","), properties, type);
	return (found) => fits(project(found, selection), filter);
}
