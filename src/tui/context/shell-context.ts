import { createContext, use } from "react";
import type { RemedyHint } from "../text/what-to-do.ts";
import { createToast, type Toast } from "./status-message.ts";
import type { Unsaved } from "./unsaved.ts";

/** The screens by id, as `go` names them. */
export type ScreenId =
	| "credentials"
	| "mapping"
	| "people"
	| "provisioning"
	| "plan"
	| "on-demand"
	| "deactivated"
	| "scope"
	| "accounts"
	| "settings";

/** How a screen was reached, and with what: `go("on-demand", user.id)`. A new object each time. */
export type Arrival = { readonly screen: ScreenId; readonly argument: string | null };

/** What the console offers to its screens. Stable for its whole life. */
export type Shell = {
	readonly toast: Toast;
	readonly unsaved: Unsaved;
	/** Shows another screen. It finds `argument` in its `arrival`. */
	readonly go: (screen: ScreenId, argument?: string) => void;
	/** Puts text into the clipboard of the terminal (OSC 52), also over SSH, and says so with `what` it was. */
	readonly copy: (text: string, what: string) => void;
	/** Leaves the console, asking first while a cycle runs or something is not saved. */
	readonly leave: () => void;
	/** The key and screen that carry a remedy out. */
	readonly hint: RemedyHint;
	/** Milliseconds since 1970. */
	readonly now: () => number;
};

const absent = () => {
	throw new Error("This component is drawn outside of the console.");
};
const noHint: RemedyHint = () => "";

export const ShellContext = createContext<Shell>({
	toast: createToast(noHint),
	unsaved: { mark: absent, list: absent },
	go: absent,
	copy: absent,
	leave: absent,
	hint: noHint,
	now: Date.now,
});

/** The console around this component. */
export function useShell(): Shell {
	return use(ShellContext);
}
