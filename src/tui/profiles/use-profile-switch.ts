import { useMemo } from "react";
import type { Session } from "../../app/session.ts";
import type { ProfileSwitch } from "./profiles-dialog.tsx";

/** The other profiles of the console's home, and how another one is opened. */
export type OtherProfiles = Pick<ProfileSwitch, "profiles" | "opened" | "forget"> & {
	/** Shows another profile, after this one is closed and `between` is done. */
	readonly replace: (name: string, open: string, between?: () => Promise<void>) => void;
};

/** Asks before what would be lost, as `useLeaving` does, and then acts. */
type Leave = (how: "Switch", title: string, act: () => void) => void;

/** What the dialog of profiles needs; null while there is only this one, or none is open. */
export function useProfileSwitch(
	others: OtherProfiles | undefined,
	session: Session | null,
	leave: Leave,
): ProfileSwitch | null {
	return useMemo(() => {
		if (others === undefined || session === null) return null;
		return {
			profiles: others.profiles,
			opened: others.opened,
			forget: others.forget,
			current: session.profile,
			switchTo(name, between) {
				leave("Switch", `Switch to ${name} now?`, () =>
					others.replace(name, session.profile().name, between),
				);
			},
		};
	}, [others, session, leave]);
}
