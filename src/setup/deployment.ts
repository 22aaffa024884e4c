/**
 * Sumo Logic's deployments and their endpoints.
 *
 * @see https://help.sumologic.com/docs/api/getting-started/#sumo-logic-endpoints-by-deployment-and-firewall-security
 */
export const deployments = {
	us1: "US East (N. Virginia)",
	us2: "US West (Oregon)",
	au: "Sydney",
	ca: "Canada Central",
	ch: "Zurich",
	de: "Frankfurt",
	eu: "Ireland",
	fed: "US East, FedRAMP",
	in: "Mumbai",
	jp: "Tokyo",
	kr: "Seoul",
	esc: "AWS European Sovereign Cloud",
} as const;

export type DeploymentCode = keyof typeof deployments;

export const deploymentCodes = [
	"us1",
	"us2",
	"au",
	"ca",
	"ch",
	"de",
	"eu",
	"fed",
	"in",
	"jp",
	"kr",
	"esc",
] as const satisfies readonly DeploymentCode[];

/** Names that some of Sumo's documents use for a deployment. */
const otherNames: ReadonlyMap<string, DeploymentCode> = new Map([["zrh", "ch"]]);

/** The deployment that a text names, in any case; undefined when there is none. */
export function deploymentNamed(text: string): DeploymentCode | undefined {
	const name = text.trim().toLowerCase();
	return deploymentCodes.find((code) => code === name) ?? otherNames.get(name);
}

/** The API endpoint of a deployment, ending in `/api/`. us1 has no code in its host. */
export function apiEndpoint(code: DeploymentCode): string {
	return code === "us1" ? "https://api.sumologic.com/api/" : `https://api.${code}.sumologic.com/api/`;
}

/** The SCIM base of a deployment: what the portal calls the Tenant URL. */
export function tenantUrl(code: DeploymentCode): string {
	return `${apiEndpoint(code)}v1/scim`;
}
