import { createContext, use } from "react";
import type { Remedy } from "../../ports/errors/remedy.ts";
import type { RemedyHint } from "../text/what-to-do.ts";
import { createListMemory, type ListMemory } from "./list-memory.ts";
import { createToast, type Toast } from "./status-message.ts";
import { createUnderway, type Underway } from "./underway.ts";
import type { Unsaved } from "./unsaved.ts";

/** The screens by id. Each screen adds its own id where it describes itself (`screens/<screen>/index.ts`), so that no list repeats them. */
export interface ScreenIds extends Record<never, true> {}

/** The id of a screen, for `go`. */
export type ScreenId = keyof ScreenIds;

/** Where a remedy is carried out: a command of a screen by its id, or the screen as a whole. */
export type RemedyTarget = {
	readonly screen: ScreenId;
	/** The title of the screen. */
	readonly title: string;
	readonly command?: string;
};

/** How a screen was reached, and with what: `go("on-demand", user.id)`. A new object each time. */
export type Arrival = { readonly screen: ScreenId; readonly argument: string | null };

/** What the console provides to its screens. The same object for its whole lifetime. */
export type Shell = {
	readonly toast: Toast;
	readonly unsaved: Unsaved;
	readonly underway: Underway;
	/** Shows another screen, which receives `argument` in its `arrival`. */
	readonly go: (screen: ScreenId, argument?: string) => void;
	/** Returns to the previous screen, in the end to Home. */
	readonly back: () => void;
	/** Copies text to the terminal's clipboard (OSC 52), also over SSH, and shows a message that names `what` was copied. */
	readonly copy: (text: string, what: string) => void;
	/** Quits the console; asks first while something is written or there are unsaved edits. */
	readonly leave: () => void;
	/** The key and screen that carry a remedy out. */
	readonly hint: RemedyHint;
	/** The keys that show a screen, for texts such as `press 7`. */
	readonly keysTo: (screen: ScreenId) => string;
	/** Where a remedy is carried out; null where nothing in the console helps. */
	readonly place: (remedy: Remedy) => RemedyTarget | null;
	/** Filters and columns of lists, from one start to the next. */
	readonly lists: ListMemory;
	/** Milliseconds since 1970. */
	readonly now: () => number;
};

const absent = () => {
	throw new Error("This component is rendered outside the console.");
};
const noHint: RemedyHint = () => "";

export const ShellContext = createContext<Shell>({
	toast: createToast(noHint),
	unsaved: { mark: absent, list: absent },
	underway: createUnderway(),
	go: absent,
	back: absent,
	copy: absent,
	leave: absent,
	hint: noHint,
	keysTo: absent,
	place: () => null,
	lists: createListMemory(),
	now: Date.now,
});

/** The console that renders this component. */
export function useShell(): Shell {
	return use(ShellContext);
}
