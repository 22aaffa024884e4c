import { z } from "zod";
import { json } from "../loopback/exchange.ts";
import type { Routes } from "../loopback/routes.ts";
import type { Organisation } from "./organisation.ts";

/** `/v1/saml/identityProviders` (samlConfigurationManagement in Sumo's API description), for reading. */
export function saml(organisation: Organisation): Routes {
	return {
		"GET /api/v1/saml/identityProviders": () => json(200, z.json().parse(organisation.saml)),
	};
}
