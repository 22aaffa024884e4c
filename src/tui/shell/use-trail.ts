import { useCallback, useState } from "react";
import type { ScreenId } from "../context/shell-context.ts";

/** Screens that Esc can return to, at most. */
const longest = 9;

/** The requested screen and the way to it. */
export type Trail = {
	readonly screen: ScreenId;
	/** The screens that led here, as far as Esc returns to them. */
	readonly trail: readonly ScreenId[];
	/** Shows a screen; Esc returns from it. */
	readonly go: (screen: ScreenId) => void;
	/** Shows a screen and forgets the way to it. */
	readonly visit: (screen: ScreenId) => void;
	/** Returns to the previous screen, in the end to `home`. The same function for the whole lifetime. */
	readonly back: () => void;
	/** Whether there is no screen to return to. */
	readonly isFirst: boolean;
};

/** Where the operator is and came from. A screen is in the trail at most once: going there again returns to it. */
export function useTrail(first: ScreenId, home: ScreenId | undefined): Trail {
	const [{ screen, trail }, setState] = useState<Pick<Trail, "screen" | "trail">>({
		screen: first,
		trail: [],
	});
	const go = useCallback(
		(next: ScreenId) =>
			setState((before) => {
				if (next === before.screen) return before;
				const way = [...before.trail, before.screen];
				const at = way.indexOf(next);
				return { screen: next, trail: at === -1 ? way.slice(-longest) : way.slice(0, at) };
			}),
		[],
	);
	const visit = useCallback((next: ScreenId) => setState({ screen: next, trail: [] }), []);
	const back = useCallback(
		() =>
			setState((before) => {
				const target = before.trail.at(-1) ?? home;
				return target === undefined ? before : { screen: target, trail: before.trail.slice(0, -1) };
			}),
		[home],
	);
	const before = trail.at(-1) ?? home;
	return { screen, trail, go, visit, back, isFirst: before === undefined || before === screen };
}
