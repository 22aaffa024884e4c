import type { Remedy } from "../../ports/errors/remedy.ts";
import type { RemedyTarget, ScreenId } from "../context/shell-context.ts";
import { keyLabel } from "../keys/key-press.ts";
import { keysOf } from "../keys/key-table.ts";
import type { RemedyHint } from "../text/what-to-do.ts";
import type { ScreenDescriptor } from "./screen.ts";
import { screenKeys } from "./screen-groups.ts";

/** Where in the console a remedy is carried out: a command of a screen by its id, or the screen as a whole. */
export type RemedyPlace = { readonly screen: ScreenId; readonly command?: string };

/** Null: nothing in the console helps. */
export function remedyPlace(remedy: Remedy): RemedyPlace | null {
	switch (remedy.type) {
		case "none":
		case "wait":
		case "start-demo":
			return null;
		case "retry-failed-users":
			return { screen: "home", command: "provisioning.retry" };
		case "provision-on-demand":
		case "provision-hosted-on-demand":
			return { screen: "on-demand", command: "onDemand.perform" };
		case "run-cycle":
		case "create-role":
			return { screen: "home", command: "provisioning.run" };
		case "test-connection":
			return { screen: "credentials", command: "credentials.test" };
		case "enter-credentials":
		case "enter-source-credentials":
			return { screen: "credentials", command: "credentials.edit" };
		case "check-source-file":
			return { screen: "home", command: "provisioning.run" };
		case "fix-at-source":
			return { screen: "people", command: "people.why" };
		case "fix-mapping":
			return { screen: "mapping", command: "mapping.edit" };
		case "link-account":
			return { screen: "accounts", command: "accounts.link" };
		case "delete-deactivated-account":
			return { screen: "deactivated", command: "deactivated.recreate" };
		case "assign-user":
			return { screen: "people", command: "people.assign" };
		case "change-scope":
			return { screen: "scope" };
		case "allow-deletions":
			return { screen: "home", command: "provisioning.allow" };
		case "repair-drift":
			return { screen: "accounts", command: "accounts.repair" };
		case "pause-hosted-job":
			return { screen: "home", command: "provisioning.handOver" };
		case "set-up-application":
		case "set-up-hosted-job":
			return { screen: "entra-setup", command: "entraSetup.apply" };
		case "restart-hosted-job":
			return { screen: "home", command: "provisioning.reset" };
		case "allow-hosted-deletions":
			return { screen: "home", command: "provisioning.allow" };
		case "switch-on":
		case "turn-direct-off":
			return { screen: "home", command: "provisioning.toggle" };
		case "compare-job-mapping":
			return { screen: "mapping" };
		case "change-setting":
			return { screen: "settings" };
	}
}

/** Finds where a remedy is carried out, in a console with these screens. */
export function remedyTargets(screens: readonly ScreenDescriptor[]): (remedy: Remedy) => RemedyTarget | null {
	return (remedy) => {
		const place = remedyPlace(remedy);
		const screen = screens.find(({ id }) => id === place?.screen);
		return place === null || screen === undefined ? null : { ...place, title: screen.title };
	};
}

/** Makes the hints of a console with these screens, from their key tables. */
export function remedyHints(screens: readonly ScreenDescriptor[]): RemedyHint {
	return (remedy) => {
		const place = remedyPlace(remedy);
		const screen = screens.find(({ id }) => id === place?.screen);
		if (place === null || screen === undefined) return "";
		const where = `screen ${screenKeys(screens, screen)} (${screen.title})`;
		const command = screen.commands.find(({ id }) => id === place.command);
		const [key] = command === undefined ? [] : keysOf(command);
		if (command === undefined || key === undefined) return `See ${where}.`;
		const deed = command.title.charAt(0).toLowerCase() + command.title.slice(1);
		return `Press ${keyLabel(key)} on ${where}: ${deed}${/[.?]$/.test(deed) ? "" : "."}`;
	};
}
