/** Microsoft's clouds by name. */
export const cloudNames = ["global", "us-gov-high", "us-dod", "china"] as const;
export type CloudName = (typeof cloudNames)[number];

/** The names of Microsoft's own tools: Microsoft Graph PowerShell, the Azure CLI, and of the government's editions. */
const otherNames: ReadonlyMap<string, CloudName> = new Map([
	["gcc", "global"],
	["azurecloud", "global"],
	["usgov", "us-gov-high"],
	["azureusgovernment", "us-gov-high"],
	["gcc-high", "us-gov-high"],
	["usgovdod", "us-dod"],
	["dod", "us-dod"],
	["azurechinacloud", "china"],
]);

/** The cloud that a text names, in any case; undefined when there is none. */
export function cloudNamed(text: string): CloudName | undefined {
	const name = text.trim().toLowerCase();
	return cloudNames.find((one) => one === name) ?? otherNames.get(name);
}

/** Where each cloud has Microsoft Graph (https://learn.microsoft.com/graph/deployments). */
export const graphUrls: Readonly<Record<CloudName, string>> = {
	global: "https://graph.microsoft.com/v1.0",
	"us-gov-high": "https://graph.microsoft.us/v1.0",
	"us-dod": "https://dod-graph.microsoft.us/v1.0",
	china: "https://microsoftgraph.chinacloudapi.cn/v1.0",
};

/** The cloud of a Graph URL; undefined when the URL is none of theirs. No URL: the global one. */
export function cloudOf(graphUrl: string | undefined): CloudName | undefined {
	if (graphUrl === undefined) return "global";
	const plain = (url: string) => (URL.canParse(url) ? new URL(url).href.replace(/\/+$/, "") : url);
	return cloudNames.find((name) => plain(graphUrls[name]) === plain(graphUrl));
}

/**
 * Who issues the SAML tokens of a tenant, by the Graph of its cloud. China has its own issuer; Microsoft documents none for the clouds of
 * the US government, which use the global one (Azure/aks-engine, pkg/api/defaults-apiserver.go).
 */
export function issuerOfTenant(tenantId: string, graphUrl: string | undefined): string {
	const host = graphUrl !== undefined && URL.canParse(graphUrl) ? new URL(graphUrl).hostname : "";
	const issuer = host.endsWith(".chinacloudapi.cn") ? "sts.chinacloudapi.cn" : "sts.windows.net";
	return `https://${issuer}/${tenantId}/`;
}

/**
 * How many bytes of credentials and notification email together a provisioning job can store, by the Graph of its cloud. Undefined: no
 * limit is documented.
 *
 * @see https://learn.microsoft.com/entra/identity/app-provisioning/known-issues
 */
export function credentialBytesOf(graphUrl: string | undefined): number | undefined {
	const host = graphUrl !== undefined && URL.canParse(graphUrl) ? new URL(graphUrl).hostname : "";
	return host.endsWith("graph.microsoft.us") ? 1024 : undefined;
}
