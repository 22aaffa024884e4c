import { createHash } from "node:crypto";
import { z } from "zod";
import { DirectoryError } from "../../ports/source/directory.ts";
import type { AppRoleEntry, EnterpriseApplication } from "../../setup/application.ts";
import { batch } from "../graph/batch.ts";
import { type ConsistencyPolicy, eventually, policies } from "../graph/eventually.ts";
import type { GraphClient } from "../graph/graph-client.ts";
import { GraphError } from "../graph/graph-error.ts";
import { listOf } from "../graph/list.ts";
import { isOutcomeUnknown, lookUp } from "../graph/lost-creation.ts";
import { quoted, url } from "../graph/odata.ts";
import { pageOf } from "../graph/pages.ts";
import { type Candidate, settleRivals } from "./settle-rivals.ts";

/** The template "Custom", of applications that are not in the gallery. It has the same id in every tenant. */
const customTemplate = "8adf8e6e-67b2-4cf2-a259-e3dc5476c621";

/** Replicas may lack a new object this long, ms. */
const replicationMs = 10 * 60_000;

/** Between two looks for an application that another run created at the same time, ms. */
const rivalPauseMs = 5_000;

const role: z.ZodType<AppRoleEntry> = z.object({
	id: z.string(),
	displayName: z.string(),
	description: z
		.string()
		.nullish()
		.transform((text) => text ?? ""),
	value: z
		.string()
		.nullish()
		.transform((text) => text || null),
	isEnabled: z.boolean(),
	allowedMemberTypes: z.array(z.string()),
});

const reference = z.object({
	id: z.string(),
	appId: z.string(),
	displayName: z.string().nullish(),
	applicationTemplateId: z.string().nullish(),
});
type Reference = z.infer<typeof reference>;

const application = z.object({
	id: z.string(),
	createdDateTime: z.string().nullish(),
	identifierUris: listOf(z.string()),
	tags: listOf(z.string()),
	web: z.object({ redirectUris: listOf(z.string()) }).nullish(),
	appRoles: listOf(role),
});

const credential = z.object({
	key: z.string().nullish(),
	usage: z.string().nullish(),
	startDateTime: z.string().nullish(),
	endDateTime: z.string().nullish(),
});

const servicePrincipal = z.object({
	id: z.string(),
	appId: z.string(),
	displayName: z.string().nullish(),
	applicationTemplateId: z.string().nullish(),
	appOwnerOrganizationId: z.string().nullish(),
	preferredSingleSignOnMode: z.string().nullish(),
	preferredTokenSigningKeyThumbprint: z.string().nullish(),
	notificationEmailAddresses: listOf(z.string()),
	keyCredentials: listOf(credential),
});

const selected = Object.keys(servicePrincipal.shape).join(",");

/** How an application is found: by id, otherwise by tag, otherwise by name. */
export type ApplicationName = {
	readonly id?: string | undefined;
	readonly tag: string | undefined;
	readonly name: string;
};

/**
 * Enterprise applications of a tenant, to read and to change. Calls wait for replication after a creation.
 * Everything rejects with `DirectoryError`, or with the signal's reason when aborted.
 *
 * @see https://learn.microsoft.com/graph/application-saml-sso-configure-api
 */
export interface EnterpriseApplications {
	/** Null when there is none. Rejects with `invalid` when several have the name. */
	find(named: ApplicationName, signal?: AbortSignal): Promise<EnterpriseApplication | null>;
	/** By object id of the service principal. */
	read(id: string, signal?: AbortSignal): Promise<EnterpriseApplication>;
	/**
	 * Makes an application from the template, and marks it with the tag. When the answer is lost, the application is looked up by its name. When another run created
	 * one of this name at the same time, one of the two is kept; `isOwn` is false when that is, or may be, the other one.
	 */
	create(
		named: ApplicationName,
		signal?: AbortSignal,
	): Promise<{ readonly application: EnterpriseApplication; readonly isOwn: boolean }>;
	/** Changes the application object: `tags`, `identifierUris`, `web`, `appRoles`. */
	patchApplication(
		application: EnterpriseApplication,
		change: Readonly<Record<string, unknown>>,
		signal?: AbortSignal,
	): Promise<void>;
	/** Changes the service principal: `preferredSingleSignOnMode` and others. */
	patchServicePrincipal(
		application: EnterpriseApplication,
		change: Readonly<Record<string, unknown>>,
		signal?: AbortSignal,
	): Promise<void>;
	/** Adds a certificate for the tokens of SAML, valid for three years. Returns its thumbprint. */
	addCertificate(application: EnterpriseApplication, signal?: AbortSignal): Promise<string>;
}

/** @param now milliseconds since 1970 */
export function createEnterpriseApplications(client: GraphClient, now: () => number): EnterpriseApplications {
	const search = async (filters: readonly string[], signal?: AbortSignal): Promise<readonly Reference[]> => {
		const parts = filters.map(($filter) => ({
			url: url("/servicePrincipals", { $filter, $select: Object.keys(reference.shape).join(",") }),
		}));
		const answers = await batch(client, parts, signal);
		const found = answers.flatMap((answer) => answer.as(pageOf(reference)).items);
		return [...new Map(found.map((one) => [one.id, one])).values()];
	};

	const one = (found: readonly Reference[], called: string): Reference | undefined => {
		if (found.length < 2) return found[0];
		const ids = found.map(({ id }) => id).join(", ");
		throw new DirectoryError(
			"invalid",
			`${found.length} enterprise applications ${called}. Give the object id of the right one as app.id: ${ids}.`,
		);
	};

	const locate = async ({ id, tag, name }: ApplicationName, signal?: AbortSignal) => {
		if (id !== undefined) {
			const found = one(
				await search([`id eq ${quoted(id)}`, `appId eq ${quoted(id)}`], signal),
				`have the id ${id}`,
			);
			if (found) return found;
			throw new DirectoryError(
				"not-found",
				`The tenant has no enterprise application with the object id or application id ${id}. Correct app.id, or remove it, so that the application is found by its tag or name, or created.`,
			);
		}
		const tagged =
			tag !== undefined &&
			one(await search([`tags/any(t:t eq ${quoted(tag)})`], signal), `have the tag "${tag}"`);
		return tagged || one(await search([`displayName eq ${quoted(name)}`], signal), `are called "${name}"`);
	};

	const readBoth = async ({ id, appId }: Pick<Reference, "id" | "appId">, signal?: AbortSignal) => {
		const principal = await client.send(
			{
				method: "GET",
				url: url(`/servicePrincipals/${encodeURIComponent(id)}`, { $select: selected }),
				signal,
			},
			servicePrincipal,
		);
		const path = `/applications(appId=${quoted(appId || principal.appId)})`;
		return combine(await client.send({ method: "GET", url: path, signal }, application), principal);
	};

	/** What replicas may not have yet. */
	const lagsOf = ({ created }: EnterpriseApplication): readonly ConsistencyPolicy[] =>
		now() - created < replicationMs ? [policies.newApplication] : [];

	const patch =
		(path: (given: EnterpriseApplication) => string, more: readonly ConsistencyPolicy[]) =>
		async (given: EnterpriseApplication, body: Readonly<Record<string, unknown>>, signal?: AbortSignal) => {
			const send = () => client.send({ method: "PATCH", url: path(given), body, signal }, z.unknown());
			await eventually(client, [...lagsOf(given), ...more], send, signal);
		};

	const patchApplication = patch(
		({ applicationId }) => `/applications/${encodeURIComponent(applicationId)}`,
		[policies.newSignOnMode, policies.disabledRole],
	);

	const readNew = (made: Pick<Reference, "id" | "appId">, signal?: AbortSignal) =>
		eventually(client, [policies.newApplication], () => readBoth(made, signal), signal);

	/** Our new application, or the one that another run created under this name at the same time; ours is then deleted. */
	const settle = async (
		own: EnterpriseApplication,
		{ name, tag }: ApplicationName,
		signal?: AbortSignal,
	): Promise<EnterpriseApplication> => {
		const candidate = ({ id, created, tags }: EnterpriseApplication): Candidate => ({
			id,
			created,
			isMarked: tag !== undefined && tags.includes(tag),
		});
		const readRival = async (rival: Reference): Promise<Candidate> => {
			try {
				return candidate(await readBoth(rival, signal));
			} catch (error) {
				if (!(error instanceof GraphError && error.status === 404)) throw error;
				return { id: rival.id, created: Number.POSITIVE_INFINITY, isMarked: false };
			}
		};
		let marked = own;
		const kept = await settleRivals(candidate(own), {
			async rivals() {
				const found = await search([`displayName eq ${quoted(name)}`], signal);
				const rivals = found.filter(
					({ id, applicationTemplateId }) => id !== own.id && applicationTemplateId === customTemplate,
				);
				return Promise.all(rivals.map(readRival));
			},
			async mark() {
				if (tag === undefined) return;
				marked = { ...own, tags: [...own.tags, tag] };
				await patchApplication(own, { tags: marked.tags }, signal);
			},
			async remove() {
				const path = `/applications/${encodeURIComponent(own.applicationId)}`;
				const send = () => client.send({ method: "DELETE", url: path, signal }, z.unknown());
				await eventually(client, [policies.newApplication], send, signal);
			},
			pause: (look) => client.pause(look, rivalPauseMs, signal),
		});
		return kept.id === own.id ? marked : readNew({ id: kept.id, appId: "" }, signal);
	};

	return {
		async find(named, signal) {
			const found = await locate(named, signal);
			if (found === undefined) return null;
			return readNew(found, signal);
		},
		read: (id, signal) => readNew({ id, appId: "" }, signal),
		async create(named, signal) {
			const request = {
				method: "POST",
				url: `/applicationTemplates/${customTemplate}/instantiate`,
				body: { displayName: named.name },
				once: true,
				signal,
			} as const;
			const answer = z.object({ servicePrincipal: reference });
			const [made, isOwn] = await client.send(request, answer).then(
				({ servicePrincipal: created }) => [created, true] as const,
				async (error: unknown) => {
					if (!isOutcomeUnknown(error)) throw error;
					const found = await lookUp(() => locate({ ...named, id: undefined }, signal), client, signal);
					if (found === undefined) throw error;
					return [found, false] as const;
				},
			);
			const created = await readNew(made, signal);
			const kept = isOwn ? await settle(created, named, signal) : created;
			return { application: kept, isOwn: isOwn && kept.id === created.id };
		},
		patchApplication,
		patchServicePrincipal: patch(
			({ id }) => `/servicePrincipals/${encodeURIComponent(id)}`,
			[policies.newCertificate],
		),
		async addCertificate(given, signal) {
			const request = {
				method: "POST",
				url: `/servicePrincipals/${encodeURIComponent(given.id)}/addTokenSigningCertificate`,
				body: { displayName: `CN=${given.displayName.replace(/[^\w .-]/g, "").slice(0, 60) || "sumo"}` },
				once: true,
				signal,
			} as const;
			const send = () => client.send(request, z.object({ thumbprint: z.string() }));
			return (await eventually(client, lagsOf(given), send, signal)).thumbprint;
		},
	};
}

function combine(
	app: z.infer<typeof application>,
	principal: z.infer<typeof servicePrincipal>,
): EnterpriseApplication {
	return {
		id: principal.id,
		applicationId: app.id,
		appId: principal.appId,
		tenantId: principal.appOwnerOrganizationId ?? "",
		displayName: principal.displayName ?? "",
		templateId: principal.applicationTemplateId ?? null,
		created: Date.parse(app.createdDateTime ?? "") || 0,
		tags: app.tags,
		roles: app.appRoles,
		identifiers: app.identifierUris,
		replyUrls: app.web?.redirectUris ?? [],
		singleSignOnMode: principal.preferredSingleSignOnMode ?? null,
		signingThumbprint: principal.preferredTokenSigningKeyThumbprint ?? null,
		certificates: principal.keyCredentials.flatMap(({ key, startDateTime, endDateTime }) =>
			key
				? [
						{
							thumbprint: createHash("sha1").update(Buffer.from(key, "base64")).digest("hex").toUpperCase(),
							certificate: key,
							start: startDateTime ? Date.parse(startDateTime) : 0,
							end: endDateTime ? Date.parse(endDateTime) : Number.POSITIVE_INFINITY,
						},
					]
				: [],
		),
		notificationEmails: principal.notificationEmailAddresses,
	};
}
