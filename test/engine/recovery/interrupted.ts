import type { Setup } from "../setup.ts";

/** The process dies: nothing is written after this point, and the contents of store and target stay. */
export class Killed extends Error {}

/**
 * Runs a cycle whose process dies at its first `call`: `before` the target has done it, or `after`.
 * Afterwards the setup is as the next process finds it.
 */
export async function dieAt(
	setup: Setup,
	call: "create" | "update" | "delete",
	when: "before" | "after",
): Promise<void> {
	const { target, store, engine } = setup;
	const { settle, intend, withdraw } = store;
	let dead = false;
	const unlessDead = <A extends unknown[], R>(work: (...args: A) => Promise<R>) =>
		((...args: A) => (dead ? Promise.reject(new Killed("killed")) : work(...args))) satisfies typeof work;
	Object.assign(store, {
		settle: unlessDead(settle),
		intend: unlessDead(intend),
		withdraw: unlessDead(withdraw),
	});
	target.fate = (which, moment) => {
		if (dead) throw new Killed("killed");
		if (which !== call || moment !== when) return;
		dead = true;
		throw new Killed("killed");
	};
	await engine.run();
	target.fate = () => undefined;
	Object.assign(store, { settle, intend, withdraw });
}
