import { z } from "zod";

/**
 * A fault for the next `count` requests that match `method` and `path`:
 * - `status`: responds with that status (with `headers` and `text`) without processing the request;
 * - `delay`: processes the request later;
 * - `hold`: waits until `release` is called, then processes the request;
 * - `reset`: closes the connection without processing the request;
 * - `lost`: processes the request, then closes the connection without a response;
 * - `truncated`: processes the request, sends half of the body, then closes the connection;
 * - `garbled`: processes the request and sends a body that is not valid JSON.
 */
export const faultSchema = z.strictObject({
	kind: z.enum(["status", "delay", "hold", "reset", "lost", "truncated", "garbled"]),
	/** Number of requests it applies to. */
	count: z.int().positive().default(1),
	/** Number of matching requests that pass first. */
	after: z.int().nonnegative().default(0),
	/** Any method when absent. */
	method: z.string().toUpperCase().optional(),
	/** A part of the path with query, or `/…/` for a regular expression; any path when absent. */
	path: z.string().optional(),
	/** For `status`. */
	status: z.int().min(100).max(599).default(503),
	headers: z.record(z.string(), z.string()).default({}),
	/** The body of `status` and `garbled`. */
	text: z.string().optional(),
	/** Milliseconds to wait first. */
	delayMs: z.number().nonnegative().default(0),
});

/** A requested fault. */
export type FaultRequest = z.input<typeof faultSchema>;

/** A fault with its defaults. */
export type Fault = z.output<typeof faultSchema>;

interface Armed {
	readonly fault: Fault;
	readonly fits: (target: string) => boolean;
	pass: number;
	left: number;
}

/** The armed faults. */
export class Faults {
	#armed: Armed[] = [];
	#held: (() => void)[] = [];

	/** Arms a fault. Throws a ZodError on a malformed one, a SyntaxError on a malformed pattern. */
	add(request: FaultRequest): void {
		const fault = faultSchema.parse(request);
		this.#armed.push({ fault, fits: pattern(fault.path), pass: fault.after, left: fault.count });
	}

	/** Disarms all faults and releases held requests. */
	clear(): void {
		this.#armed = [];
		this.release();
	}

	/** Resolves when held requests are released. */
	held(): Promise<void> {
		return new Promise((resolve) => this.#held.push(resolve));
	}

	/** Releases all held requests. */
	release(): void {
		for (const go of this.#held.splice(0)) go();
	}

	/** The armed faults, with the number of requests left. */
	pending(): Fault[] {
		return this.#armed.map(({ fault, left, pass }) => ({ ...fault, count: left, after: pass }));
	}

	/** The fault that applies to this request; counts it. `target` is the path with its query. */
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
