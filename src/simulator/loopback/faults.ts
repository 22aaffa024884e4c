import { z } from "zod";

/**
 * A fault for the next `count` requests that fit `method` and `path`:
 * - `status`: answers that status (with `headers` and `text`) and does no work;
 * - `delay`: works as usual, only later;
 * - `hold`: waits until `release` is called, then works as usual;
 * - `reset`: the connection is cut before anything is done;
 * - `lost`: the work is done, then the connection is cut, so that the caller never learns of it;
 * - `truncated`: the work is done, half of the body is sent, then the connection is cut;
 * - `garbled`: the work is done, and a body comes that is not the JSON it should be.
 */
export const faultSchema = z.strictObject({
	kind: z.enum(["status", "delay", "hold", "reset", "lost", "truncated", "garbled"]),
	/** How many requests it strikes. */
	count: z.int().positive().default(1),
	/** How many fitting requests pass first. */
	after: z.int().nonnegative().default(0),
	/** Any method when absent. */
	method: z.string().toUpperCase().optional(),
	/** A part of the path with its query, or `/…/` for a regular expression; any path when absent. */
	path: z.string().optional(),
	/** For `status`. */
	status: z.int().min(100).max(599).default(503),
	headers: z.record(z.string(), z.string()).default({}),
	/** The body of `status` and `garbled`. */
	text: z.string().optional(),
	/** Milliseconds before anything happens. */
	delayMs: z.number().nonnegative().default(0),
});

/** A fault as one asks for it. */
export type FaultRequest = z.input<typeof faultSchema>;

/** A fault with its defaults filled in. */
export type Fault = z.output<typeof faultSchema>;

interface Armed {
	readonly fault: Fault;
	readonly fits: (target: string) => boolean;
	pass: number;
	left: number;
}

/** The faults that wait for a request. */
export class Faults {
	#armed: Armed[] = [];
	#held: (() => void)[] = [];

	/** Arms a fault. Throws a ZodError on a malformed one, a SyntaxError on a malformed pattern. */
	add(request: FaultRequest): void {
		const fault = faultSchema.parse(request);
		this.#armed.push({ fault, fits: pattern(fault.path), pass: fault.after, left: fault.count });
	}

	/** Disarms all faults and lets held requests go on. */
	clear(): void {
		this.#armed = [];
		this.release();
	}

	/** Resolves when held requests are let go. */
	held(): Promise<void> {
		return new Promise((resolve) => this.#held.push(resolve));
	}

	/** Lets all held requests go on. */
	release(): void {
		for (const go of this.#held.splice(0)) go();
	}

	/** What is still armed, with the number of strikes left. */
	pending(): Fault[] {
		return this.#armed.map(({ fault, left, pass }) => ({ ...fault, count: left, after: pass }));
	}

	/** The fault that strikes this request, used up by one. `target` is the path with its query. */
	take(method: string, target: string): Fault | undefined {
		for (const armed of this.#armed) {
			if (armed.fault.method !== undefined && armed.fault.method !== method) continue;
			if (!armed.fits(target)) continue;
			if (armed.pass > 0) {
				armed.pass--;
				continue;
			}
			armed.left--;
			if (armed.left === 0) this.#armed = this.#armed.filter((other) => other !== armed);
			return armed.fault;
		}
		return undefined;
	}
}

function pattern(path: string | undefined): (target: string) => boolean {
	if (path === undefined) return () => true;
	if (path.length > 2 && path.startsWith("/") && path.endsWith("/")) {
		const expression = new RegExp(path.slice(1, -1));
		return (target) => expression.test(target);
	}
	return (target) => target.includes(path);
}
