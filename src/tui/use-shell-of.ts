import { useCallback, useMemo, useState } from "react";
import type { Arrival, ScreenId, Shell } from "./context/shell-context.ts";

/** What the shell is made of: the parts that screens get as they are, and the way between screens. */
type ShellOptions = Pick<
	Shell,
	"toast" | "unsaved" | "underway" | "hint" | "keysTo" | "place" | "lists" | "now" | "leave"
> & {
	readonly go: (screen: ScreenId) => void;
	readonly back: () => void;
	readonly stdout: Pick<NodeJS.WritableStream, "write">;
};

/** What the console provides to screens, and with which argument each screen was opened. */
export function useShellOf(options: ShellOptions) {
	const { toast, unsaved, underway, hint, keysTo, place, lists, now, leave, go, back, stdout } = options;
	const [arrivals, setArrivals] = useState<Readonly<Partial<Record<ScreenId, Arrival>>>>({});
	const arrive = useCallback(
		(screen: ScreenId, argument: string | undefined) => {
			toast.clear();
			if (argument !== undefined)
				setArrivals((previous) => ({ ...previous, [screen]: { screen, argument } }));
		},
		[toast],
	);
	const shell = useMemo<Shell>(
		() => ({
			...{ toast, unsaved, underway, hint, keysTo, place, lists, now, leave },
			back() {
				toast.clear();
				back();
			},
			go(screen, argument) {
				arrive(screen, argument);
				go(screen);
			},
			copy(text, what) {
				stdout.write(`\u001B]52;c;${Buffer.from(text).toString("base64")}\u0007`);
				toast.done(`Copied ${what}, if the terminal allows clipboard access.`);
			},
		}),
		[toast, unsaved, underway, hint, keysTo, place, lists, now, leave, stdout, arrive, go, back],
	);
	return { shell, arrivals, arrive };
}
