import { notFound } from "../../odata/refusal.ts";
import type { Job } from "./job.ts";
import { Memory } from "./memory.ts";
import type { Secrets } from "./secrets.ts";

/** The synchronization jobs of a tenant, what they remember, and their secrets. */
export class Synchronization {
	readonly #jobs = new Map<string, Job>();
	readonly #memories = new Map<string, Memory>();
	readonly #secrets = new Map<string, Secrets>();
	readonly #changed: () => void;

	/** @param changed called after each change */
	constructor(changed: () => void) {
		this.#changed = changed;
	}

	jobs(): readonly Job[] {
		return [...this.#jobs.values()];
	}

	jobsOf(servicePrincipalId: string): readonly Job[] {
		return this.jobs().filter((job) => job.servicePrincipalId === servicePrincipalId);
	}

	/** Throws a GraphRefusal. */
	job(servicePrincipalId: string, id: string): Job {
		const job = this.#jobs.get(id);
		if (job?.servicePrincipalId !== servicePrincipalId) throw notFound(id);
		return job;
	}

	/** The job as it is now; undefined once it was deleted. */
	current(id: string): Job | undefined {
		return this.#jobs.get(id);
	}

	save(job: Job): void {
		this.#jobs.set(job.id, job);
		this.#changed();
	}

	/** Changes a job that may have been changed or deleted in the meantime. */
	update(id: string, change: (job: Job) => Partial<Job>): void {
		const job = this.#jobs.get(id);
		if (job) this.save({ ...job, ...change(job) });
	}

	remove({ id }: Job): void {
		this.#jobs.delete(id);
		this.#memories.delete(id);
		this.#memories.delete(`${id} groups`);
		this.#changed();
	}

	/** Removes everything of an application. */
	removeAll(servicePrincipalId: string): void {
		for (const job of this.jobsOf(servicePrincipalId)) this.remove(job);
		this.#secrets.delete(servicePrincipalId);
	}

	/** What a job remembers of users. */
	memory(id: string): Memory {
		const found = this.#memories.get(id);
		if (found) return found;
		const made = new Memory();
		this.#memories.set(id, made);
		return made;
	}

	/** What a job remembers of groups. */
	groups(id: string): Memory {
		return this.memory(`${id} groups`);
	}

	loadMemory(id: string, memory: Memory): void {
		this.#memories.set(id, memory);
	}

	secretsOf(servicePrincipalId: string): Secrets {
		return this.#secrets.get(servicePrincipalId) ?? new Map();
	}

	saveSecrets(servicePrincipalId: string, secrets: Secrets): void {
		this.#secrets.set(servicePrincipalId, secrets);
		this.#changed();
	}

	/** All memories by job, for saving a world. */
	allMemories(): ReadonlyMap<string, Memory> {
		return this.#memories;
	}

	/** All secrets by service principal, for saving a world. */
	allSecrets(): ReadonlyMap<string, Secrets> {
		return this.#secrets;
	}
}
