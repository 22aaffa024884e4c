import { useMemo } from "react";
import type { ScopeEffect, ScopeProblem, Scoping } from "../../../app/scope/scope.ts";
import type { Scope } from "../../../scoping/scope.ts";
import { useLoad } from "../../hooks/use-load.ts";
import { useSettled } from "../../hooks/use-settled.ts";

/** The effect of a scope, kept up to date while it is edited. */
export type LiveEffect = {
	readonly problems: readonly ScopeProblem[];
	/** The last known effect; null before the first one, and while the scope has errors. */
	readonly effect: ScopeEffect | null;
	readonly loading: boolean;
	readonly failed: string | null;
	/** Reads the users again. */
	readonly refresh: () => void;
};

const none: readonly ScopeProblem[] = [];

/**
 * Compares a draft with the saved scope when editing pauses. A change of `saved` compares again. A null
 * draft is not compared.
 */
export function useScopeEffect(scoping: Scoping, draft: Scope | null, saved: unknown): LiveEffect {
	const problems = useMemo(() => (draft === null ? none : scoping.check(draft)), [scoping, draft]);
	const usable = problems.some(({ severity }) => severity === "error") ? null : draft;
	const request = useMemo(() => ({ draft: usable, saved }), [usable, saved]);
	const asked = useSettled(request, 150);
	const { value, loading, failed, reload } = useLoad(
		asked,
		async (on, options) => (on.draft === null ? null : scoping.compare(on.draft, options)),
		{ quiet: true },
	);
	return {
		problems,
		effect: usable === null ? null : (value ?? null),
		loading: loading || asked !== request,
		failed,
		refresh: reload,
	};
}
