import { CachedValue } from "../cache/cached-value.ts";
import { JobRules } from "../job-schema/job-rules.ts";
import { openJobSchema } from "../job-schema/open-job-schema.ts";
import type { Mapping } from "../mapping/mapping.ts";
import type { MappingParts } from "../mapping/mapping-service.ts";
import { recordVersions } from "../rules/record-versions.ts";
import type { RuleHistoryParts } from "../rules/rule-history-service.ts";
import type { Scoping } from "../scope/scope.ts";
import type { ScopeParts } from "../scope/scope-service.ts";
import type { Foundation } from "./open-foundation.ts";
import type { Jobs } from "./open-jobs.ts";

/** What edits the rules by which a profile provisions. */
export type Rules = { readonly mapping: Mapping; readonly scope: Scoping };

/** The rules of a profile, or of Entra's job where the console edits those, and how they are edited. */
export function openRules(foundation: Foundation, { mode }: Pick<Jobs, "mode">) {
	const { options, clock, events, state, store, live, deviceSignIns, warn } = foundation;
	const { flags, env, demo, watch = false } = options;
	const { now } = clock;
	const ofProfile = { profile: () => state.inUse, saveRules: state.saveRules };
	const schemaOfJob = async (signal?: AbortSignal) => {
		const { openSchemaOfJob } = await import("../job-schema/schema-of-job.ts");
		const inUse = { ...flags, profile: state.inUse.name };
		return openSchemaOfJob({ flags: inUse, env, demo, warn, deviceSignIns }, signal);
	};
	// A command for the profile's rules stays with the profile: `job mapping` is for those of the job.
	const isHosted = () => watch && mode() === "hosted";
	const jobRules = new JobRules({ ...ofProfile, isHosted, open: schemaOfJob, events, now });
	jobRules.read();
	recordVersions({ store, events, now });
	const roles = async (signal?: AbortSignal) => (await live.target()).roleNames(signal);
	const parts = { directory: live.directory, store, roles, events };
	const ownRules = loadedRules({ ...ofProfile, ...parts });
	return {
		rules: loadedRules({ ...jobRules, ...parts }),
		assignedOnly: () => jobRules.profile().scope.users === "assigned",
		jobSchema: openJobSchema({
			...{ profile: ofProfile.profile, directory: live.directory, open: schemaOfJob },
			mapping: async () => (await ownRules()).mapping,
			onPushed: jobRules.outdate,
		}),
	};
}

type RulesParts = Omit<MappingParts, "history"> & ScopeParts & RuleHistoryParts;

/** The services, whose code, with the expression language, is loaded when they are first used. */
function loadedRules(parts: RulesParts): () => Promise<Rules> {
	return new CachedValue(() => load(parts)).get;
}

async function load(parts: RulesParts): Promise<Rules> {
	const [{ createRuleHistoryService }, { createMappingService }, { createScopeService }] = await Promise.all([
		import("../rules/rule-history-service.ts"),
		import("../mapping/mapping-service.ts"),
		import("../scope/scope-service.ts"),
	]);
	const history = createRuleHistoryService(parts);
	return { mapping: createMappingService({ ...parts, history }), scope: createScopeService(parts) };
}
