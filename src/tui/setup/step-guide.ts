import type { SetupStepId } from "../../app/setup/setup.ts";
import { keyFor as key } from "../keys/key-table.ts";

/** What a step needs and which keys do it, before anything was entered or checked. */
export function stepGuide(id: SetupStepId): readonly string[] {
	switch (id) {
		case "credentials":
			return [
				"You need: an access ID and access key of a Sumo Logic administrator (Administration, Security, Access Keys), and the deployment, such as us2 in service.us2.sumologic.com.",
				`Enter goes to the screen. There, ${key("edit")} edits a field, ${key("save")} saves, and ${key("check")} tests the connection.`,
			];
		case "signOn":
			return [
				"You need: a SAML configuration in Sumo Logic (Administration, Security, SAML), so that provisioned users can sign in through Entra ID.",
				`${key("refresh")} checks it once the access key is saved.`,
			];
		case "people":
			return [
				"You need: an app registration in Entra ID with tenant ID, client ID and a client secret or certificate; or a CSV or JSON file of users.",
				`Enter goes to the screen. ${key("checkSource")} on the credentials tests the source; on the users, ${key("add")} assigns and ${key("remove")} unassigns.`,
			];
		case "mappings":
			return [
				"The default mappings fit Sumo Logic. You need: app roles in Entra ID with the names of Sumo Logic's roles.",
				`Enter goes to the screen. There, ${key("checkSource")} finds values that Sumo Logic would reject.`,
			];
		case "provisioning":
			return [
				`${key("plan")} shows what a cycle would do and writes nothing, ${key("provision")} runs one cycle, and ${key("onOff")} turns provisioning on.`,
			];
	}
}
