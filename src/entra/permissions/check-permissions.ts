import { z } from "zod";
import { DirectoryError } from "../../ports/source/directory.ts";
import type { GraphClient } from "../graph/graph-client.ts";
import { GraphError, isMissingLicense } from "../graph/graph-error.ts";
import { requirementOf } from "../graph/permission.ts";
import { type Area, type AreaId, areas } from "./areas.ts";

export type { AreaId } from "./areas.ts";

import { readTokenClaims, type TokenClaims } from "./token-claims.ts";

/** Whether an area is allowed. `unchecked`: neither the token nor a harmless read shows it. */
export type AreaReport = {
	readonly area: AreaId;
	readonly state: "allowed" | "missing" | "unchecked";
	/** Why, and for what is missing what to grant, who can grant it, and where. */
	readonly detail: string;
};

/**
 * Checks what a sign-in may do in the tenant: from the claims of its token, otherwise by harmless reads. Writes nothing.
 * Rejects with `DirectoryError` when the sign-in fails or Graph cannot be reached, or the signal's reason when aborted.
 */
export async function checkPermissions(
	client: Pick<GraphClient, "send" | "accessToken">,
	signal?: AbortSignal,
): Promise<readonly AreaReport[]> {
	const claims = readTokenClaims(await client.accessToken(signal));
	const reports: AreaReport[] = [];
	for (const area of areas) {
		const report = claims.kind === "unknown" ? await probed(client, area, signal) : claimed(area, claims);
		reports.push({ area: area.id, ...report });
	}
	return reports;
}

/** Permissions that may be enough for every area, whatever the reference lists. */
const broad = ["Directory.ReadWrite.All", "Directory.AccessAsUser.All"];

/**
 * The permission that a change certainly lacks, with who can grant it and where, by the claims of the token; null when there is none, or when
 * only the change itself would show it. Reads nothing. Rejects with `DirectoryError` when the sign-in fails.
 */
export async function missingPermission(
	client: Pick<GraphClient, "accessToken">,
	id: AreaId,
	signal?: AbortSignal,
): Promise<string | null> {
	const claims = readTokenClaims(await client.accessToken(signal));
	const area = areas.find((one) => one.id === id);
	if (area === undefined || claims.kind === "unknown") return null;
	const enough = [...area.sufficient, ...(area.ifOwned === undefined ? [] : [area.ifOwned]), ...broad];
	return enough.some((name) => claims.permissions.has(name)) ? null : claimed(area, claims).detail;
}

type Judged = Omit<AreaReport, "area">;

function claimed(area: Area, { kind, permissions, directoryRoles }: TokenClaims): Judged {
	const needs = requirementOf(area.request);
	const granted = area.sufficient.find((name) => permissions.has(name));
	const isUser = kind === "user";
	if (granted === undefined) {
		if (!isUser && area.ifOwned !== undefined && permissions.has(area.ifOwned))
			return {
				state: "unchecked",
				detail: `${area.ifOwned} is granted, which is enough for applications that the operator's app owns.`,
			};
		const name = isUser ? needs.delegated : needs.application;
		return {
			state: "missing",
			detail: `Grant the ${isUser ? "delegated" : "application"} permission ${name} with admin consent. ${whoGrants}`,
		};
	}
	if (!isUser || area.directoryRoles === undefined)
		return { state: "allowed", detail: `${granted} is granted.` };
	const roles = needs.role ?? "Application Administrator";
	if (directoryRoles === null)
		return {
			state: "unchecked",
			detail: `${granted} is granted. The signed-in user also needs the role ${roles}, which the token does not show.`,
		};
	return area.directoryRoles.some((id) => directoryRoles.has(id))
		? { state: "allowed", detail: `${granted} is granted, and the signed-in user has a role for it.` }
		: {
				state: "missing",
				detail: `${granted} is granted, but the signed-in user needs the role ${roles}. A Privileged Role Administrator can assign it, in the Entra admin center under Roles & admins.`,
			};
}

const whoGrants =
	"A Privileged Role Administrator can, in the Entra admin center under App registrations, API permissions.";

async function probed(
	client: Pick<GraphClient, "send">,
	area: Area,
	signal: AbortSignal | undefined,
): Promise<Judged> {
	const { application } = requirementOf(area.request);
	if (area.probe === undefined)
		return {
			state: "unchecked",
			detail: `The token does not show its permissions, and only a change would. It needs ${application}.`,
		};
	try {
		await client.send({ method: "GET", url: area.probe, signal }, z.unknown());
		return { state: "allowed", detail: "A test read worked." };
	} catch (error) {
		if (isMissingLicense(error)) return { state: "missing", detail: error.message };
		if (error instanceof GraphError && error.code === "forbidden")
			return {
				state: "missing",
				detail: `Graph refused a test read. Grant the application permission ${application} with admin consent. ${whoGrants}`,
			};
		if (error instanceof DirectoryError && !["network", "unauthorized"].includes(error.code))
			return { state: "unchecked", detail: `A test read failed: ${error.message}` };
		throw error;
	}
}
