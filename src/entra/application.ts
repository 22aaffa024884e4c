import { z } from "zod";
import { DirectoryError } from "../ports/source/directory.ts";
import { type AppRole, defaultAccessId } from "../source/app-role.ts";
import { batch } from "./graph/batch.ts";
import type { GraphClient } from "./graph/graph-client.ts";
import { quoted, url } from "./graph/odata.ts";
import { pageOf } from "./graph/pages.ts";

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const principal = z.object({
	id: z.string(),
	appId: z.string().nullish(),
	displayName: z.string().nullish(),
});

/** An enterprise application under its three names. */
export type FoundApplication = {
	/** The object id of its service principal. */
	readonly id: string;
	readonly appId: string;
	readonly displayName: string;
};

/**
 * The object id of the enterprise application (service principal) given by object id, application id or display name.
 * Throws `DirectoryError` `not-found`, or `invalid` when several have the name.
 */
export async function findApplication(
	client: GraphClient,
	named: string,
	signal: AbortSignal | undefined,
): Promise<string> {
	return (await describeApplication(client, named, signal)).id;
}

/** The same with its other names. */
export async function describeApplication(
	client: GraphClient,
	named: string,
	signal: AbortSignal | undefined,
): Promise<FoundApplication> {
	const list = (property: string) =>
		url("/servicePrincipals", {
			$filter: `${property} eq ${quoted(named.trim())}`,
			$select: "id,appId,displayName",
		});
	const properties = guid.test(named.trim()) ? ["id", "appId"] : ["displayName"];
	const answers = await batch(
		client,
		properties.map((property) => ({ url: list(property) })),
		signal,
	);
	const found = answers.flatMap((answer) => answer.as(pageOf(principal)).items);
	const [first, ...others] = found;
	if (!first) {
		throw new DirectoryError(
			"not-found",
			`The tenant has no enterprise application "${named}". Give its object id, its application id or its exact name, as Entra shows them under Enterprise applications.`,
			undefined,
			{ type: "set-up-application" },
		);
	}
	if (others.length > 0) {
		const ids = found.map(({ id }) => id).join(", ");
		throw new DirectoryError(
			"invalid",
			`${found.length} enterprise applications are called "${named}". Give the object id of the right one: ${ids}.`,
		);
	}
	return { id: first.id, appId: first.appId ?? "", displayName: first.displayName ?? "" };
}

/** A service principal's roles. Disabled ones count too: assignments to them remain. */
export const appRoles: z.ZodType<readonly AppRole[]> = z
	.object({
		appRoles: z.array(
			z.object({
				id: z.string(),
				value: z.string().nullish(),
				displayName: z.string().nullish(),
				isEnabled: z.boolean().nullish(),
				allowedMemberTypes: z.array(z.string()).nullish(),
			}),
		),
	})
	.transform(({ appRoles }) =>
		appRoles
			.filter(({ id }) => id !== defaultAccessId)
			.map(({ id, value, displayName, isEnabled, allowedMemberTypes }) => ({
				id,
				value: value || null,
				displayName: displayName || value || id,
				...(isEnabled === false || allowedMemberTypes?.includes("User") === false
					? { isAssignable: false as const }
					: {}),
			})),
	);
