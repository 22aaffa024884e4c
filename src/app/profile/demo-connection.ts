import type { AccessTokenSource } from "../../entra/graph/access-token.ts";

/** Addresses and credentials of the running demo tenant, from the caller that started it. */
export type DemoConnection = {
	readonly scimUrl: string;
	readonly secretToken: string;
	readonly graphUrl: string;
	readonly tenantId: string;
	readonly application: string;
	readonly credential: AccessTokenSource;
};

/** The name under which the demo's settings and state are kept. */
export const demoName = "demo";
