import { notFound } from "../odata/refusal.ts";
import type { Job } from "./job.ts";
import type { Secrets } from "./secrets.ts";

/** The synchronization jobs of a tenant and their secrets. */
export class Synchronization {
	readonly #jobs = new Map<string, Job>();
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

	save(job: Job): void {
		this.#jobs.set(job.id, job);
		this.#changed();
	}

	remove({ id }: Job): void {
		this.#jobs.delete(id);
		this.#changed();
	}

	/** Removes everything of an application. */
	removeAll(servicePrincipalId: string): void {
		for (const job of this.jobsOf(servicePrincipalId)) this.remove(job);
		this.#secrets.delete(servicePrincipalId);
	}

	secretsOf(servicePrincipalId: string): Secrets {
		return this.#secrets.get(servicePrincipalId) ?? new Map();
	}

	saveSecrets(servicePrincipalId: string, secrets: Secrets): void {
		this.#secrets.set(servicePrincipalId, secrets);
		this.#changed();
	}

	/** All secrets by service principal, for saving a world. */
	allSecrets(): ReadonlyMap<string, Secrets> {
		return this.#secrets;
	}
}
