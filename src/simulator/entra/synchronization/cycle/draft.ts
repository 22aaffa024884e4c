import { randomUUID } from "node:crypto";
import type { Entry, Modified, Scoping, Step } from "../log/entry.ts";
import type { ObjectMapping } from "../schema/job-mappings.ts";
import { TargetFailure } from "../target/failure.ts";

/** What all entries of a cycle share. */
export interface Occasion {
	readonly jobId: string;
	readonly servicePrincipalId: string;
	readonly cycleId: string;
	readonly isOnDemand: boolean;
	/** Milliseconds since 1970. */
	readonly clock: () => number;
}

/** The entry of one object while it is worked on. */
export class Draft {
	readonly #occasion: Occasion;
	readonly #mapping: ObjectMapping;
	readonly #source: Entry["source"];
	readonly #began: number;
	readonly #steps: Step[] = [];
	targetId = "";

	constructor(occasion: Occasion, mapping: ObjectMapping, source: Entry["source"]) {
		this.#occasion = occasion;
		this.#mapping = mapping;
		this.#source = source;
		this.#began = occasion.clock();
	}

	/** How people call the object. */
	get name(): string {
		return this.#source.userPrincipalName || this.#source.displayName || this.#source.id;
	}

	/** The type of the source object. */
	get type(): string {
		return this.#source.type;
	}

	step(
		name: string,
		type: Step["type"],
		status: Step["status"],
		description: string,
		details: Step["details"] = {},
	): void {
		this.#steps.push({ name, type, status, description, at: this.#occasion.clock(), details });
	}

	scoping(scoping: Scoping): void {
		this.#steps.push({
			name: "EntrySynchronizationScoping",
			type: "scoping",
			status: "success",
			description: `Scope of ${this.name} determined`,
			at: this.#occasion.clock(),
			details: {},
			scoping,
		});
	}

	/** The entry of an export that was carried out. */
	exported(action: Entry["action"], step: string, modified: readonly Modified[]): Entry {
		this.step(step, "export", "success", `${this.name}: ${action}`, { ReportableIdentifier: this.name });
		return this.#finish(action, "success", modified, null);
	}

	/** The entry of an object that nothing was done for. */
	skipped(reason: string, action: Entry["action"] = "other"): Entry {
		const words = `${this.name} skipped: ${reason}`;
		this.step("EntrySynchronizationSkip", "export", "skipped", words, { SkipReason: reason });
		return this.#finish(action, "skipped", [], { code: reason, reason: words });
	}

	/** The entry of an object that could not be imported or exported. Rethrows what is not a failure of the target. */
	failed(error: unknown, action: Entry["action"], step: string, type: Step["type"]): Entry {
		if (!(error instanceof TargetFailure)) throw error;
		this.step(step, type, "failure", error.message, { ReportableIdentifier: this.name });
		return this.#finish(action, "failure", [], { code: error.code, reason: error.message });
	}

	#finish(
		action: Entry["action"],
		status: Entry["status"],
		modified: readonly Modified[],
		error: Entry["error"],
	): Entry {
		const { clock, ...rest } = this.#occasion;
		const { sourceSystem, targetSystem, targetObject } = this.#mapping;
		return {
			...rest,
			id: randomUUID(),
			changeId: randomUUID(),
			began: this.#began,
			ended: clock(),
			action,
			status,
			source: this.#source,
			target: { id: this.targetId, type: targetObject },
			sourceSystem,
			targetSystem,
			steps: this.#steps,
			modified: [...modified],
			error,
		};
	}
}
