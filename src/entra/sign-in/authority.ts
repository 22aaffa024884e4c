/** Where each cloud signs in (https://learn.microsoft.com/graph/deployments). */
export function authorityFor(graphUrl: string | undefined): string {
	const host = graphUrl !== undefined && URL.canParse(graphUrl) ? new URL(graphUrl).hostname : "";
	if (host.endsWith(".microsoft.us")) return "https://login.microsoftonline.us";
	if (host.endsWith(".chinacloudapi.cn")) return "https://login.chinacloudapi.cn";
	return "https://login.microsoftonline.com";
}
