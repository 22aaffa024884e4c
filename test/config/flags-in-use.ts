import { UsageError } from "../../src/config/errors/usage-error.ts";
import { profileFromFlags } from "../../src/config/from-flags.ts";
import type { Environment } from "../../src/config/given-options.ts";
import type { ProfileInUse } from "../../src/config/profile.ts";
import type { Flags } from "../../src/config/settings/index.ts";
import { sampleProfile } from "./samples.ts";

export const script: Flags = {
	source: "users.json",
	scimUrl: "http://127.0.0.1:8080/api/v1/scim",
	tokenEnv: "TOKEN",
};

export const token: Environment = { TOKEN: "YWJjOmRlZg==" };

/** The profile of a script with these flags more, over a saved one. */
export function use(flags: Flags, env: Environment = {}, saved: ProfileInUse | null = null): ProfileInUse {
	return profileFromFlags({ flags: { ...script, ...flags }, env: { ...token, ...env }, saved });
}

/** What a call refuses. */
export function refusal(run: () => unknown): UsageError {
	try {
		run();
	} catch (error) {
		if (error instanceof UsageError) return error;
		throw error;
	}
	throw new Error("nothing was refused");
}

export const saved: ProfileInUse = {
	profile: sampleProfile("acme", {
		source: {
			type: "entra",
			tenantId: "tenant",
			clientId: "client",
			application: "Sumo",
			signIn: "clientSecret",
		},
		appName: "Sumo Acme",
	}),
	secrets: { secretToken: "saved-token", sourceSecret: "saved-secret" },
};
