import type { Profile } from "../../config/profile.ts";
import type { EntraSchema } from "../../entra-schema/document.ts";
import { errorMessage } from "../../text/error-message.ts";
import type { EventBus } from "../events/event-bus.ts";
import type { ProfileEdit } from "../profile/profile-state.ts";
import { SchemaRefusedError } from "./job-schema.ts";
import type { RulesOfSchema } from "./rules-of-schema.ts";
import type { SchemaOfJob } from "./schema-of-job.ts";

export type JobRulesParts = {
	/** The profile in use. */
	readonly profile: () => Profile;
	/** Saves rules in the profile. */
	readonly saveRules: (edit: ProfileEdit) => Promise<void>;
	/** Whether screens edit the rules of Entra's job. */
	readonly isHosted: () => boolean;
	/** Opens the job; it is closed after each use. */
	readonly open: () => Promise<SchemaOfJob>;
	readonly events: EventBus;
	/** Milliseconds since 1970. */
	readonly now: () => number;
};

/** The job's rules as they were last read. */
type Known = {
	readonly document: EntraSchema;
	readonly rules: RulesOfSchema;
	/** Which users the job provisions, and what happens to those who leave: settings of the job, not part of its schema. */
	readonly settings: Pick<Profile["scope"], "users" | "skipOutOfScopeDeletions">;
};

/** After a failure, ms, the rules are read again when they are shown. */
const retryMs = 60_000;

/**
 * Mappings and scope where the chosen job has them: in the profile, or in the schema of Entra's job. In hosted mode, the profile is shown
 * with the job's rules as soon as they have been read, and a change is written into the job. They are read one time, so that a change by
 * another admin since then is noticed when it is saved over; then they are read again.
 */
export function createJobRules(parts: JobRulesParts): {
	readonly profile: () => Profile;
	/** Begins to read the job's rules in hosted mode, unless that was done. */
	readonly read: () => void;
	/** Rejects also with `SchemaChangedError`, `SchemaRefusedError`, `DirectoryError` and `EntraSchemaError`. */
	readonly saveRules: (edit: ProfileEdit) => Promise<void>;
} {
	const { events, isHosted, now } = parts;
	let known: Known | undefined;
	let reading: Promise<Known> | undefined;
	let failedAt = Number.NEGATIVE_INFINITY;

	const withJob = async <Result>(use: (job: SchemaOfJob) => Promise<Result>): Promise<Result> => {
		const job = await parts.open();
		try {
			return await use(job);
		} finally {
			job.close();
		}
	};
	const show = (document: EntraSchema, rules: RulesOfSchema, settings: Known["settings"]): Known => {
		known = { document, rules, settings };
		void events.publish({ type: "statusChanged" });
		return known;
	};
	const read = (): Promise<Known> => {
		reading ??= withJob(async (job) => {
			const { rulesOfSchema } = await import("./rules-of-schema.ts");
			const [document, secrets] = [await job.read(), await job.secrets()];
			await job.lastRead.set(document);
			const isOn = (key: string) => secrets.get(key)?.toLowerCase() === "true";
			return show(document, rulesOfSchema(document, parts.profile()), {
				users: isOn("SyncAll") ? "all" : "assigned",
				skipOutOfScopeDeletions: isOn("SkipOutOfScopeDeletions"),
			});
		}).finally(() => {
			reading = undefined;
		});
		return reading;
	};
	events.on(["connectionChanged"], () => {
		known = undefined;
	});
	const readInBackground = () => {
		if (!isHosted()) return;
		if (known !== undefined || reading !== undefined || now() - failedAt < retryMs) return;
		read().catch((error: unknown) => {
			failedAt = now();
			const message = `The mappings and scope of Entra's job can't be read: ${errorMessage(error)}`;
			void events.publish({ type: "warning", time: now(), message });
		});
	};

	return {
		read: readInBackground,
		profile() {
			readInBackground();
			return !isHosted() || known === undefined ? parts.profile() : withRulesOfJob(parts.profile(), known);
		},
		async saveRules(edit) {
			if (!isHosted()) return parts.saveRules(edit);
			if (known === undefined) {
				await read();
				throw new SchemaRefusedError(
					"Nothing was written to the job: its rules had not been read yet. Check them, and save again.",
				);
			}
			const before = known;
			const profile = withRulesOfJob(parts.profile(), before);
			const next = edit(profile);
			refuseSettings(profile, next);
			const { rulesOfSchema, writeRules } = await import("./rules-of-schema.ts");
			await withJob(async (job) => {
				const present = (document: EntraSchema) =>
					show(document, rulesOfSchema(document, next), before.settings);
				const written = await writeRules(job, before.document, next, present);
				if (written !== before.document) present(written);
			});
		},
	};
}

/** The profile with the rules of a job in place of its own. */
function withRulesOfJob(profile: Profile, { rules, settings }: Known): Profile {
	const { filters, ...others } = rules;
	return { ...profile, ...others, entraStrict: true, scope: { ...settings, filters } };
}

/** What is not part of the schema cannot be changed with it. */
function refuseSettings(before: Profile, { scope, entraStrict }: Profile): void {
	if (
		scope.users !== before.scope.users ||
		scope.skipOutOfScopeDeletions !== before.scope.skipOutOfScopeDeletions
	)
		throw new SchemaRefusedError(
			"Nothing was written to the job: which users it provisions, and what happens to those who leave the scope, are settings of the job.",
			{ type: "set-up-hosted-job" },
		);
	if (entraStrict !== before.entraStrict)
		throw new SchemaRefusedError(
			"Entra's job always fails where Entra does: this choice is for direct mode.",
		);
}
