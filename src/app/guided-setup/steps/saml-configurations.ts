import { ScimError } from "../../../scim/errors.ts";
import type { EnterpriseApplication } from "../../../setup/application.ts";
import { configurationFor, type SamlConfiguration } from "../../../setup/sumo-saml.ts";
import type { SetupState } from "./setup-state.ts";

/** Sumo Logic's SAML configurations, or why they cannot be seen. */
export async function listConfigurations(state: SetupState): Promise<readonly SamlConfiguration[] | string> {
	try {
		state.configurations ??= (await state.parts.sumo.saml?.list(state.signal)) ?? [];
		return state.configurations;
	} catch (error) {
		if (!isForbidden(error)) throw error;
		return "the access key does not have the capability Manage SAML.";
	}
}

/** Which of them belongs to the application that is set up; undefined before the application exists. */
export function configurationOf(
	state: SetupState,
	app: EnterpriseApplication | null,
	name: string,
	all: readonly SamlConfiguration[],
): SamlConfiguration | undefined {
	return configurationFor(all, name, {
		...(app ?? { certificates: [], replyUrls: [] }),
		issuer: issuerOf(state, app),
	});
}

/** The issuer of a tenant's tokens; undefined while the tenant's id is not known. */
export function issuerOf({ parts }: SetupState, app: EnterpriseApplication | null): string | undefined {
	return app === null || app.tenantId === "" ? undefined : parts.issuerOf(app.tenantId);
}

/** Whether Sumo Logic refused a request because of the access key. */
export function isForbidden(error: unknown): boolean {
	return error instanceof ScimError && (error.code === "forbidden" || error.code === "unauthorized");
}
