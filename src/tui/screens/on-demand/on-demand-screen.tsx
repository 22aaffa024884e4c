import type { ScreenProps } from "../../shell/screen.ts";
import { PeopleScreen } from "../people/people-screen.tsx";

/** The route to provisioning on demand: the users, of whom Enter previews one in the details that the screen of users and groups has. */
export function OnDemandScreen(props: ScreenProps) {
	return <PeopleScreen {...props} onDemand />;
}
