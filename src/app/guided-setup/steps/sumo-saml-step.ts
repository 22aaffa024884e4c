import { certificateInUse } from "../../../setup/saml.ts";
import { asItShouldBe, type Planned } from "../../../setup/step.ts";
import { cannotBeChecked, planSumoSaml, type SumoSamlChange } from "../../../setup/sumo-saml.ts";
import { configurationOf, issuerOf, listConfigurations } from "./saml-configurations.ts";
import type { SetupState } from "./setup-state.ts";
import { type SetupStep, waiting } from "./setup-step.ts";
import { StepBlocked } from "./step-blocked.ts";

/** Single sign-on in Sumo Logic. */
export const sumoSamlStep: SetupStep<SumoSamlChange> = { id: "sumo-saml", plan, carryOut };

async function plan(state: SetupState): Promise<Planned<SumoSamlChange>> {
	const { saml } = state.desired;
	if (saml === null) return asItShouldBe("The file leaves single sign-on as it is.");
	if (!saml.sumo) return asItShouldBe("The file leaves Sumo Logic's SAML configuration as it is.");
	if (state.app === undefined) return waiting("app");
	if (state.parts.sumo.saml === null) return asItShouldBe("This SCIM server has no SAML configurations.");
	const all = await listConfigurations(state);
	if (typeof all === "string") return cannotBeChecked(all);
	const issuer = issuerOf(state, state.app);
	const others = all.filter((one) => one.issuer === issuer);
	return planSumoSaml(
		configurationOf(state, state.app, saml.configuration, all),
		saml.configuration,
		identityProvider(state),
		others,
	);
}

async function carryOut(state: SetupState, change: SumoSamlChange) {
	const { sumo, applications } = state.parts;
	const { saml } = state.desired;
	const app = state.existing();
	const { issuer, certificate } = identityProvider(state);
	if (sumo.saml === null || saml === null || issuer === undefined || certificate === undefined)
		throw new StepBlocked("The application has no signing certificate yet: complete the step saml first.");
	const fields = { configurationName: saml.configuration, issuer, x509cert1: certificate };
	const configuration =
		change.type === "create"
			? await sumo.saml.create(fields, state.signal)
			: await sumo.saml.update(
					change.id,
					{ ...fields, ...keptName(state, change.id), x509cert2: change.x509cert2 },
					state.signal,
				);
	const reply = configuration.assertionConsumerUrl;
	if (saml.replyUrl !== undefined || reply === "" || app.replyUrls[0] === reply) return;
	const others = app.replyUrls.filter((url) => url !== reply && url !== saml.identifier);
	const web = { redirectUris: [reply, ...others] };
	await state.writeUntilShown(
		() => applications.patchApplication(app, { web }, state.signal),
		({ replyUrls }) => replyUrls[0] === reply,
		"the reply URL",
	);
}

/** The name of an existing configuration stays. */
function keptName(state: SetupState, id: string): { readonly configurationName?: string } {
	const found = state.configurations?.find((one) => one.id === id);
	return found === undefined ? {} : { configurationName: found.configurationName };
}

function identityProvider(state: SetupState) {
	const app = state.app ?? undefined;
	const certificate = app && certificateInUse(app, state.parts.now())?.certificate;
	return { issuer: issuerOf(state, app ?? null), certificate };
}
