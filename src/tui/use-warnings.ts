import { use, useEffect } from "react";
import type { Session } from "../app/session.ts";
import type { Toast } from "./context/status-message.ts";
import type { RemedyHint } from "./text/what-to-do.ts";
import { AppearanceContext } from "./theme/use-appearance.ts";

/** Shows the warnings of provisioning, and what is wrong with the settings of the console. */
export function useWarnings(session: Session | null, toast: Toast, hint: RemedyHint): void {
	const appearance = use(AppearanceContext);
	useEffect(
		() =>
			session?.provisioning.subscribe((event) => {
				if (event.type === "warning") toast.warn(event.message, event.remedy && hint(event.remedy));
			}),
		[session, toast, hint],
	);
	useEffect(() => {
		if (appearance.problem !== null) toast.warn(appearance.problem);
	}, [appearance, toast]);
}
