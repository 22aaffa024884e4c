import { useEffect } from "react";
import type { Session } from "../app/session.ts";
import type { ListMemory } from "./context/list-memory.ts";
import type { ScreenId } from "./context/shell-context.ts";
import type { Toast } from "./context/status-message.ts";

type OpeningOptions = {
	/** Opens the session, after the first frame. */
	readonly open: () => Promise<Session>;
	/** The first screen; absent: credentials if none are saved, otherwise Home. */
	readonly begin: ScreenId | undefined;
	/** Loads and shows the first screen. */
	readonly load: (screen: ScreenId, session: Session) => Promise<unknown>;
	readonly visit: (screen: ScreenId) => void;
	readonly onFailed: (error: unknown) => void;
	/** Shown once the session is open. */
	readonly problem: unknown;
	readonly warnings: readonly string[];
	readonly lists: ListMemory;
	readonly toast: Toast;
};

function beginning(session: Session): ScreenId {
	return session.connection.secretsSaved().accessKey ? "home" : "credentials";
}

function showWarnings([first, ...others]: readonly string[], toast: Toast): void {
	if (first === undefined) return;
	const more = others.length === 0 ? "" : ` (and ${others.length} more)`;
	toast.warn(`${first}${more}.`, "Default keys are used there. Run sumo-provision keys to check the file.");
}

/** Opens the session once, and shows what is wrong from the start. */
export function useOpening(
	setSession: (session: Session) => void,
	{ open, begin, load, visit, onFailed, problem, warnings, lists, toast }: OpeningOptions,
): void {
	useEffect(() => {
		let gone = false;
		const show = async () => {
			const next = await open();
			const screen = begin ?? beginning(next);
			await load(screen, next);
			if (gone) return;
			setSession(next);
			visit(screen);
			if (problem !== undefined) toast.error(problem);
			else if (warnings.length > 0) showWarnings(warnings, toast);
			else if (lists.problems().length > 0) toast.warn(lists.problems().join(" "));
		};
		show().catch(onFailed);
		return () => {
			gone = true;
		};
	}, [open, setSession, begin, load, visit, onFailed, problem, warnings, lists, toast]);
}
