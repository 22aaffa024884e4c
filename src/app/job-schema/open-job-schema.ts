import { CachedValue } from "../cache/cached-value.ts";
import type { JobSchema } from "./job-schema.ts";
import type { JobSchemaParts } from "./job-schema-service.ts";

/** The service, whose code is loaded when it is first used. */
export function openJobSchema(parts: JobSchemaParts): JobSchema {
	const { get: opened } = new CachedValue<JobSchema>(async () => {
		const { createJobSchemaService } = await import("./job-schema-service.ts");
		return createJobSchemaService(parts);
	});
	return {
		diff: async (signal) => (await opened()).diff(signal),
		pull: async (options, signal) => (await opened()).pull(options, signal),
		previewPush: async (signal) => (await opened()).previewPush(signal),
		push: async (signal) => (await opened()).push(signal),
		check: async (users, signal) => (await opened()).check(users, signal),
	};
}
