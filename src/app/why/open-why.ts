import type { Why } from "./why.ts";
import type { WhyParts } from "./why-service.ts";

/** The service, whose code is loaded when it is first used. */
export function openWhy(parts: WhyParts): Why {
	let service: Promise<Why> | undefined;
	const opened = () => {
		service ??= import("./why-service.ts").then((module) => module.createWhyService(parts));
		return service;
	};
	return {
		find: async (text, signal) => (await opened()).find(text, signal),
		explain: async (userId, signal) => (await opened()).explain(userId, signal),
	};
}
