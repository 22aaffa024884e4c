import { z } from "zod";
import { json } from "../loopback/exchange.ts";
import type { Routes } from "../loopback/routes.ts";
import type { Organization } from "./organization.ts";

/** `/v1/saml/identityProviders` (samlConfigurationManagement in Sumo's API description), for reading. */
export function saml(organization: Organization): Routes {
	return {
		"GET /api/v1/saml/identityProviders": () => json(200, z.json().parse(organization.saml)),
	};
}
