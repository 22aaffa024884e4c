import { CachedValue } from "../cache/cached-value.ts";
import type { Why } from "./why.ts";
import type { WhyParts } from "./why-service.ts";

/** The service, whose code is loaded when it is first used. */
export function openWhy(parts: WhyParts): Why {
	const { get: opened } = new CachedValue<Why>(async () => {
		const { createWhyService } = await import("./why-service.ts");
		return createWhyService(parts);
	});
	return {
		find: async (text, signal) => (await opened()).find(text, signal),
		explain: async (userId, signal) => (await opened()).explain(userId, signal),
	};
}
