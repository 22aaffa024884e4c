import { useApp } from "ink";
import { use } from "react";
import { MouseContext } from "../context/mouse-context.ts";

/** Runs something that needs the terminal for itself, such as an editor: it has its usual state until then, and is drawn again after it. */
export function useSuspend(): (action: () => Promise<void>) => Promise<void> {
	const { suspendTerminal } = useApp();
	const mouse = use(MouseContext);
	return async (action) => {
		const resume = mouse.pause();
		try {
			await suspendTerminal(action);
		} finally {
			resume();
		}
	};
}
