import type { SigningCertificate } from "../../../setup/application.ts";
import { certificateInUse, rolloverOf } from "../../../setup/saml.ts";
import { asItShouldBe, type Planned } from "../../../setup/step.ts";
import {
	cannotBeChecked,
	certificatesOf,
	planSumoSaml,
	type SamlConfiguration,
	type SumoSamlChange,
} from "../../../setup/sumo-saml.ts";
import { configurationOf, issuerOf, listConfigurations } from "./saml-configurations.ts";
import type { SetupState } from "./setup-state.ts";
import { type SetupStep, waiting } from "./setup-step.ts";
import { signWith } from "./sign-with.ts";
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

async function carryOut(
	state: SetupState,
	change: SumoSamlChange,
	report: (...details: readonly string[]) => void,
) {
	const { sumo } = state.parts;
	const { saml } = state.desired;
	const { issuer, certificate } = identityProvider(state);
	if (sumo.saml === null || saml === null || issuer === undefined || certificate === undefined)
		throw new StepBlocked("The application has no signing certificate yet: complete the step saml first.");
	const next = change.rollsOver ? nextCertificate(state) : undefined;
	const fields: FieldsWith =
		(...needed) =>
		(current) => ({
			configurationName: current?.configurationName ?? saml.configuration,
			issuer,
			...certificatesOf(needed, current),
		});
	const needed = next === undefined ? fields(certificate) : fields(certificate, next.certificate);
	const saved =
		change.type === "create"
			? await sumo.saml.create(needed(null), state.signal)
			: await sumo.saml.update(change.id, needed, state.signal);
	if (next === undefined) return setReplyUrl(state, saved);
	await signWith(state, next, saved);
	// The previous one stays beside it: tokens that it signed are still on their way, and other replicas may still sign with it.
	const rolledOver = await sumo.saml.update(saved.id, fields(next.certificate, certificate), state.signal);
	report(
		`Entra signs with the certificate ${next.thumbprint}, valid until ${new Date(next.end).toISOString().slice(0, 10)}. The SAML configuration "${rolledOver.configurationName}" has it first, and the previous one beside it.`,
	);
	await setReplyUrl(state, rolledOver);
}

/** The fields of a configuration that begins with these certificates, made from what Sumo Logic shows of it. */
type FieldsWith = (
	...needed: readonly string[]
) => (
	current: SamlConfiguration | null,
) => Pick<SamlConfiguration, "configurationName" | "issuer" | "x509cert1" | "x509cert2" | "x509cert3">;

function nextCertificate(state: SetupState): SigningCertificate {
	const next = rolloverOf(state.existing(), state.parts.now())?.next;
	if (next === undefined)
		throw new StepBlocked("The next signing certificate does not exist: complete the step saml first.");
	return next;
}

/** Makes the assertion consumer URL that Sumo Logic shows the application's first reply URL, unless the file names one. */
async function setReplyUrl(state: SetupState, configuration: SamlConfiguration): Promise<void> {
	const { saml } = state.desired;
	const app = state.existing();
	const reply = configuration.assertionConsumerUrl;
	if (saml?.replyUrl !== undefined || reply === "" || app.replyUrls[0] === reply) return;
	const others = app.replyUrls.filter((url) => url !== reply && url !== saml?.identifier);
	const web = { redirectUris: [reply, ...others] };
	await state.writeUntilShown(
		() => state.parts.applications.patchApplication(app, { web }, state.signal),
		({ replyUrls }) => replyUrls[0] === reply,
		"the reply URL",
	);
}

function identityProvider(state: SetupState) {
	const app = state.app ?? undefined;
	const certificate = app && certificateInUse(app, state.parts.now())?.certificate;
	return { issuer: issuerOf(state, app ?? null), certificate, rollsOver: state.rollsOver };
}
