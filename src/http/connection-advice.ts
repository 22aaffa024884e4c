/** What to do about a connection that failed, whatever was to be reached through it. */
export const connectionAdvice = {
	proxy: "Check the proxy (the setting proxy, otherwise HTTPS_PROXY and NO_PROXY).",
	tls: "Nothing was sent. Have the certificate renewed or trusted; checks are never switched off.",
	unreachable: "Check network, firewall and proxy, then test again.",
} as const;
