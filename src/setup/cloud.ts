/** Microsoft's clouds by name. */
export const cloudNames = ["global", "us-gov-high", "us-dod", "china"] as const;
export type CloudName = (typeof cloudNames)[number];

/** Where each cloud has Microsoft Graph (https://learn.microsoft.com/graph/deployments). */
export const graphUrls: Readonly<Record<CloudName, string>> = {
	global: "https://graph.microsoft.com/v1.0",
	"us-gov-high": "https://graph.microsoft.us/v1.0",
	"us-dod": "https://dod-graph.microsoft.us/v1.0",
	china: "https://microsoftgraph.chinacloudapi.cn/v1.0",
};
