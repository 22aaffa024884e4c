import { z } from "zod";
import type { FoundApplication } from "../../entra/application.ts";

/** The application that is provisioned. */
export type ProvisionedApplication = {
	/** The tenant's id; empty when the sign-in does not name it. */
	readonly tenantId: string;
	readonly application: FoundApplication;
	/** Whether it is that of the demo, which names no application. */
	readonly isDemo: boolean;
};

const pairs = z.array(z.string());

/** Whether a store's pair of source and target (`pairOf`) is about this application, however its profile names it. */
export function isPairOf(
	pair: string | null,
	{ tenantId, application, isDemo }: ProvisionedApplication,
): boolean {
	const [tenant = "", named] = pairs.safeParse(pair === null ? [] : JSON.parse(pair)).data ?? [];
	if (isDemo) return tenant === "demo";
	if (named === undefined || tenant === "file" || tenant === "demo") return false;
	const isSameTenant = tenant === "" || tenantId === "" || tenant.toLowerCase() === tenantId.toLowerCase();
	const names = [application.id, application.appId, application.displayName].map((name) =>
		name.toLowerCase(),
	);
	return isSameTenant && names.includes(named.trim().toLowerCase());
}
