import type { Profile } from "../../config/profile.ts";
import type { EntraSchema } from "../../entra-schema/document.ts";
import { errorMessage } from "../../text/error-message.ts";
import type { EventBus } from "../events/event-bus.ts";
import type { ProfileEdit, Seen } from "../profile/profile-state.ts";
import { refuseUnseen } from "../profile/refuse-unseen.ts";
import { SchemaRefusedError } from "./job-schema.ts";
import type { RulesOfSchema } from "./rules-of-schema.ts";
import type { SchemaOfJob } from "./schema-of-job.ts";

export type JobRulesParts = {
	/** The profile in use. */
	readonly profile: () => Profile;
	/** Saves rules in the profile. */
	readonly saveRules: (edit: ProfileEdit, seen: Seen) => Promise<void>;
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
export class JobRules {
	readonly #parts: JobRulesParts;
	#known: Known | undefined;
	#reading: Promise<Known> | undefined;
	#failedAt = Number.NEGATIVE_INFINITY;

	constructor(parts: JobRulesParts) {
		this.#parts = parts;
		parts.events.on(["connectionChanged"], () => {
			this.#known = undefined;
		});
	}

	/** Begins to read the job's rules in hosted mode, unless that was done. */
	readonly read = (): void => {
		const { events, isHosted, now } = this.#parts;
		if (!isHosted()) return;
		if (this.#known !== undefined || this.#reading !== undefined || now() - this.#failedAt < retryMs) return;
		this.#readOnce().catch((error: unknown) => {
			this.#failedAt = now();
			const message = `The mappings and scope of Entra's job can't be read: ${errorMessage(error)}`;
			void events.publish({ type: "warning", time: now(), message });
		});
	};

	/** Reads the job's rules again: this program has changed them otherwise. */
	readonly outdate = (): void => {
		this.#known = undefined;
		this.#failedAt = Number.NEGATIVE_INFINITY;
		this.read();
	};

	/** The profile in use; in hosted mode with the job's rules, once they have been read. */
	readonly profile = (): Profile => {
		this.read();
		const profile = this.#parts.profile();
		return !this.#parts.isHosted() || this.#known === undefined
			? profile
			: withRulesOfJob(profile, this.#known);
	};

	/** Rejects also with `SchemaChangedError`, `SchemaRefusedError`, `DirectoryError` and `EntraSchemaError`. */
	readonly saveRules = async (edit: ProfileEdit, seen: Seen): Promise<void> => {
		const { isHosted, profile: inUse, saveRules } = this.#parts;
		if (!isHosted()) return saveRules(edit, seen);
		const before = this.#known;
		if (before === undefined) {
			await this.#readOnce();
			throw new SchemaRefusedError(
				"Nothing was written to the job: its rules had not been read yet. Check them, and save again.",
			);
		}
		const profile = withRulesOfJob(inUse(), before);
		if (seen !== "present") refuseUnseen(seen(profile), profile);
		const next = edit(profile);
		refuseSettings(profile, next);
		const { rulesOfSchema, writeRules } = await import("./rules-of-schema.ts");
		await this.#withJob(async (job) => {
			const present = (document: EntraSchema) =>
				this.#show({ document, rules: rulesOfSchema(document, next), settings: before.settings });
			const written = await writeRules(job, before.document, next, present);
			if (written !== before.document) present(written);
		});
	};

	#readOnce(): Promise<Known> {
		this.#reading ??= this.#withJob(async (job) => {
			const { rulesOfSchema } = await import("./rules-of-schema.ts");
			const [document, secrets] = [await job.read(), await job.secrets()];
			await job.lastRead.set(document);
			const isOn = (key: string) => secrets.get(key)?.toLowerCase() === "true";
			return this.#show({
				document,
				rules: rulesOfSchema(document, this.#parts.profile()),
				settings: {
					users: isOn("SyncAll") ? "all" : "assigned",
					skipOutOfScopeDeletions: isOn("SkipOutOfScopeDeletions"),
				},
			});
		}).finally(() => {
			this.#reading = undefined;
		});
		return this.#reading;
	}

	#show(known: Known): Known {
		this.#known = known;
		void this.#parts.events.publish({ type: "statusChanged" });
		return known;
	}

	async #withJob<Result>(use: (job: SchemaOfJob) => Promise<Result>): Promise<Result> {
		const job = await this.#parts.open();
		try {
			return await use(job);
		} finally {
			job.close();
		}
	}
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
