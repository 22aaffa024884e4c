import type { AccessTokenSource } from "../../entra/access-token.ts";

/** Where a profile's demo source and target are to be found: handed over by whoever started them. */
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
