import type { SigningCertificate } from "../../../setup/application.ts";
import { certificateInUse, rolloverOf } from "../../../setup/saml.ts";
import { asItShouldBe, type Planned } from "../../../setup/step.ts";
import {
	accepts,
	cannotBeChecked,
	certificatesOf,
	planSumoSaml,
	type SamlConfiguration,
	type SumoSamlChange,
} from "../../../setup/sumo-saml.ts";
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

async function carryOut(
	state: SetupState,
	change: SumoSamlChange,
	report: (...details: readonly string[]) => void,
) {
	const { sumo, applications } = state.parts;
	const { saml } = state.desired;
	const app = state.existing();
	const { issuer, certificate } = identityProvider(state);
	if (sumo.saml === null || saml === null || issuer === undefined || certificate === undefined)
		throw new StepBlocked("The application has no signing certificate yet: complete the step saml first.");
	const next = change.rollsOver ? rolloverOf(app, state.parts.now())?.next : undefined;
	if (change.rollsOver && next === undefined)
		throw new StepBlocked("The next signing certificate does not exist: complete the step saml first.");
	const fields =
		(...needed: readonly string[]) =>
		(current: SamlConfiguration | null) => ({
			configurationName: current?.configurationName ?? saml.configuration,
			issuer,
			...certificatesOf(needed, current),
		});
	const both = next === undefined ? [certificate] : [certificate, next.certificate];
	let configuration =
		change.type === "create"
			? await sumo.saml.create(fields(...both)(null), state.signal)
			: await sumo.saml.update(change.id, fields(...both), state.signal);
	if (next !== undefined) {
		await signWith(state, next, configuration);
		// The previous one stays beside it: tokens that it signed are still on their way, and other replicas may still sign with it.
		const rolledOver = fields(next.certificate, certificate);
		configuration = await sumo.saml.update(configuration.id, rolledOver, state.signal);
		report(
			`Entra signs with the certificate ${next.thumbprint}, valid until ${new Date(next.end).toISOString().slice(0, 10)}. The SAML configuration "${configuration.configurationName}" has it first, and the previous one beside it.`,
		);
	}
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

/**
 * Has Entra sign with the next certificate, once Sumo Logic shows that it has it. Another run, or admin, may have changed both since they
 * were read.
 */
async function signWith(
	state: SetupState,
	next: SigningCertificate,
	saved: SamlConfiguration,
): Promise<void> {
	const { applications, missingPermission, sumo } = state.parts;
	const missing = await missingPermission("app", state.signal);
	if (missing !== null)
		throw new StepBlocked(
			`Sumo Logic has the next signing certificate, but this sign-in cannot have Entra use it: ${missing}`,
		);
	const before = state.existing();
	const [shown, app] = await Promise.all([
		sumo.saml?.list(state.signal),
		applications.read(before.id, state.signal),
	]);
	const configuration = shown?.find(({ id }) => id === saved.id);
	if (configuration === undefined || !accepts(configuration, next.certificate))
		throw new StepBlocked(
			"Sumo Logic does not show the next signing certificate that it accepted, so Entra still signs with the previous one. Run the command again.",
		);
	if (app.signingThumbprint?.toUpperCase() !== before.signingThumbprint?.toUpperCase())
		throw new StepBlocked(
			"Another run or admin made another signing certificate active a moment ago. Run the command again.",
		);
	await state.writeUntilShown(
		() =>
			applications.patchServicePrincipal(
				app,
				{ preferredTokenSigningKeyThumbprint: next.thumbprint },
				state.signal,
			),
		(read) => read.signingThumbprint?.toUpperCase() === next.thumbprint,
		"the signing certificate in use",
	);
	await state.parts.signingCertificateChanged();
}

function identityProvider(state: SetupState) {
	const app = state.app ?? undefined;
	const certificate = app && certificateInUse(app, state.parts.now())?.certificate;
	return { issuer: issuerOf(state, app ?? null), certificate, rollsOver: state.rollsOver };
}
