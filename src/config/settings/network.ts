import { absolutePath } from "../paths/expand-home.ts";
import { option } from "./option.ts";
import { readPemFile } from "./pem-file.ts";
import { immediately, setting } from "./setting.ts";
import { optionalText } from "./value-type.ts";

const group = "Network";

/** A proxy as stored: a URL without credentials, or `off` to connect directly whatever the environment says. */
function isProxy(text: string): boolean {
	const url = URL.parse(text);
	return text === "off" || (url !== null && isProxyUrl(url) && !hasCredentials(url));
}

function isProxyUrl({ protocol, hostname }: URL): boolean {
	return /^https?:$/.test(protocol) && hostname !== "";
}

function hasCredentials({ username, password }: URL): boolean {
	return username !== "" || password !== "";
}

export const networkSettings = [
	setting({
		id: "proxy",
		path: "network.proxy",
		group,
		label: "Proxy",
		meaning:
			"The HTTP proxy for all connections beyond this machine. Without it, HTTPS_PROXY, HTTP_PROXY and NO_PROXY of the environment apply.",
		effect: immediately,
		type: optionalText({
			range: "a URL such as http://proxy.example.com:8080, off, or empty for the proxy of the environment",
			accepts: isProxy,
			problem(text) {
				const url = URL.parse(text);
				return url !== null && hasCredentials(url)
					? "must not hold a user name or password, since it is not kept with the secrets: leave it empty, and set the whole URL in the environment variable HTTPS_PROXY"
					: undefined;
			},
			isPrivate: true,
		}),
		withUnit: (text) => (text === "" ? "from the environment" : text),
		option: option({
			flag: "--proxy",
			variable: "SUMO_PROVISION_PROXY",
			takes: "url|off",
			help: "HTTP proxy for all connections, in place of HTTPS_PROXY, or off",
		}),
	}),
	setting({
		id: "caFile",
		path: "network.caFile",
		group,
		label: "CA file",
		meaning: "A PEM file of certificate authorities to trust in addition to the system's.",
		effect: immediately,
		isPath: true,
		type: optionalText({
			range: "the path of a PEM file, or empty for none",
			accepts: (text) => text !== "",
			read: absolutePath,
		}),
		withUnit: (text) => (text === "" ? "none" : text),
		verify(text) {
			if (text.trim() === "") return undefined;
			const read = readPemFile(text.trim());
			return "problem" in read ? read.problem : undefined;
		},
		option: option({
			flag: "--ca-file",
			variable: "SUMO_PROVISION_CA_FILE",
			takes: "file",
			help: "PEM file of certificate authorities to trust in addition to the system's",
		}),
	}),
] as const;
