import type { SigningCertificate } from "../../../setup/application.ts";
import { accepts, type SamlConfiguration } from "../../../setup/sumo-saml.ts";
import type { SetupState } from "./setup-state.ts";
import { StepBlocked } from "./step-blocked.ts";

/**
 * Has Entra sign with the next certificate, once Sumo Logic shows that it has it. Another run, or admin, may have changed both since they
 * were read: then it throws `StepBlocked`.
 */
export async function signWith(
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
