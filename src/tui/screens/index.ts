import type { ScreenDescriptor } from "../shell/screen.ts";
import { accountsScreen } from "./accounts/index.ts";
import { credentialsScreen } from "./credentials/index.ts";
import { deactivatedScreen } from "./deactivated/index.ts";
import { entraSetupScreen } from "./entra-setup/index.ts";
import { homeScreen } from "./home/index.ts";
import { mappingScreen } from "./mapping/index.ts";
import { onDemandScreen } from "./on-demand/index.ts";
import { peopleScreen } from "./people/index.ts";
import { planScreen } from "./plan/index.ts";
import { provisioningScreen } from "./provisioning/index.ts";
import { scopeScreen } from "./scope/index.ts";
import { settingsScreen } from "./settings/index.ts";

/** Every screen of the console, grouped by their tabs. */
export const screens: readonly ScreenDescriptor[] = [
	homeScreen,
	peopleScreen,
	onDemandScreen,
	planScreen,
	provisioningScreen,
	mappingScreen,
	scopeScreen,
	accountsScreen,
	deactivatedScreen,
	credentialsScreen,
	entraSetupScreen,
	settingsScreen,
];
