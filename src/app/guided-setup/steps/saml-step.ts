import { GraphError } from "../../../entra/graph/graph-error.ts";
import { isMissingCall } from "../../../entra/graph/missing-call.ts";
import type { EnterpriseApplication } from "../../../setup/application.ts";
import { certificateInUse, planSaml, rolloverOf, type SamlChange, withoutSaml } from "../../../setup/saml.ts";
import { asItShouldBe, type Planned } from "../../../setup/step.ts";
import type { SamlConfiguration } from "../../../setup/sumo-saml.ts";
import { createOnce } from "./create-once.ts";
import { configurationOf, listConfigurations } from "./saml-configurations.ts";
import type { SetupState } from "./setup-state.ts";
import { type SetupStep, waiting } from "./setup-step.ts";
import { StepBlocked } from "./step-blocked.ts";

/** Single sign-on in Entra. */
export const samlStep: SetupStep<SamlChange> = { id: "saml", plan, carryOut };

async function plan(state: SetupState): Promise<Planned<SamlChange>> {
	const { saml } = state.desired;
	if (saml === null) return asItShouldBe("The file leaves single sign-on as it is.");
	if (state.app === undefined) return waiting("app");
	const all = state.app === null ? undefined : await visibleConfigurations(state);
	const configuration = all && configurationOf(state, state.app, saml.configuration, all);
	const replyUrl = saml.replyUrl ?? (configuration?.assertionConsumerUrl || undefined);
	const { now } = state.parts;
	const planned = planSaml(state.app ?? withoutSaml, { ...saml, replyUrl }, now(), all !== undefined);
	const next = state.app ? rolloverOf(state.app, now())?.next : undefined;
	state.rollsOver = all !== undefined && (next !== undefined || planned.change?.certificate === "next");
	return planned;
}

async function carryOut(
	state: SetupState,
	{ mode, identifiers, replyUrls, certificate, notificationEmails }: SamlChange,
) {
	const { applications } = state.parts;
	const signal = state.signal;
	const app = state.existing();
	const settings = {
		...(mode ? { preferredSingleSignOnMode: mode } : {}),
		...(notificationEmails ? { notificationEmailAddresses: notificationEmails } : {}),
	};
	const addresses = {
		...(identifiers ? { identifierUris: identifiers } : {}),
		...(replyUrls ? { web: { redirectUris: replyUrls } } : {}),
	};
	let thumbprint = typeof certificate === "object" ? certificate.use : undefined;
	const write = async () => {
		if (Object.keys(settings).length > 0) await applications.patchServicePrincipal(app, settings, signal);
		if (Object.keys(addresses).length > 0)
			await applications.patchApplication(app, addresses, signal).catch(blockedIfTaken);
		if (!certificate) return;
		thumbprint ??= await createCertificate(state, app);
		if (certificate === "next") return;
		const inUse = { preferredTokenSigningKeyThumbprint: thumbprint };
		await applications.patchServicePrincipal(app, inUse, signal);
	};
	const { now } = state.parts;
	state.rollsOver = false;
	const isWritten = (read: EnterpriseApplication) =>
		read.singleSignOnMode === "saml" &&
		certificateInUse(read, now()) !== undefined &&
		(certificate !== "next" || rolloverOf(read, now())?.next !== undefined) &&
		(replyUrls === undefined || read.replyUrls[0] === replyUrls[0]);
	await state.writeUntilShown(write, isWritten, "the SAML settings");
	state.rollsOver = rolloverOf(state.existing(), now())?.next !== undefined;
}

/** Each request for a certificate adds one. */
function createCertificate(state: SetupState, app: EnterpriseApplication): Promise<string> {
	const { applications } = state.parts;
	return createOnce(
		state,
		`certificate:${app.id}`,
		async () => {
			const known = new Set(app.certificates.map(({ thumbprint }) => thumbprint));
			const { certificates } = await applications.read(app.id, state.signal);
			return certificates.find(({ thumbprint }) => !known.has(thumbprint))?.thumbprint;
		},
		() => applications.addCertificate(app, state.signal).catch(blockedWithoutCall),
	);
}

/** An identifier is unique in a tenant, and older applications for Sumo Logic have the same. */
function blockedIfTaken(error: unknown): never {
	if (!(error instanceof GraphError) || !/identifierUris already exists/i.test(error.detail)) throw error;
	throw new StepBlocked(
		`Another application of the tenant has the identifier. Set that one up (app.id), remove the identifier from it, or use Sumo Logic's Entity ID (saml.identifier). ${error.message}`,
	);
}

/** Graph's metadata has this call for the global cloud only. */
function blockedWithoutCall(error: unknown): never {
	if (!(error instanceof GraphError) || !isMissingCall(error) || [403, 404].includes(error.status))
		throw error;
	throw new StepBlocked(
		`This cloud does not let a program create the signing certificate. Create it in Entra (Enterprise applications, the application, Single sign-on, SAML certificates, New certificate), make it active, then run the command again. ${error.message}`,
	);
}

/** Sumo Logic's SAML configurations; undefined where its side is not changed from here. */
async function visibleConfigurations(state: SetupState): Promise<readonly SamlConfiguration[] | undefined> {
	const { saml } = state.desired;
	if (saml === null || !saml.sumo || state.parts.sumo.saml === null) return undefined;
	const all = await listConfigurations(state);
	return typeof all === "string" ? undefined : all;
}
