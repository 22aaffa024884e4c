import { ScimError } from "../../scim/errors.ts";
import type { IdentityProvider } from "../../sumo/saml.ts";
import { andMore } from "../../text/and-more.ts";
import { cleanLines } from "../../text/clean-text.ts";
import { errorMessage } from "../../text/error-message.ts";
import { type Connection, isSourceField } from "../connection/connection.ts";
import type { Mapping } from "../mapping/mapping.ts";
import type { ProvisioningService } from "../provisioning/provisioning-service.ts";
import { type Setup, type SetupStep, type SetupStepId, setupTitles } from "./setup.ts";

/** What the checks use. */
export type SetupParts = {
	readonly connection: Pick<Connection, "current" | "check" | "test" | "testSource">;
	/** Sumo's SAML configurations; null for a target without them. */
	readonly saml: (signal?: AbortSignal) => Promise<readonly IdentityProvider[] | null>;
	readonly mapping: () => Promise<Pick<Mapping, "checkAll" | "checkUsers">>;
	readonly provisioning: Pick<ProvisioningService, "mode" | "refresh" | "status">;
	readonly intervalMinutes: () => number;
};

type Found = Omit<SetupStep, "id">;

const ready = (...findings: string[]): Found => ({ state: "ready", findings });
const attention = (...findings: string[]): Found => ({ state: "attention", findings });
const failed = (...findings: string[]): Found => ({ state: "failed", findings });
const waiting = (step: SetupStepId): Found => ({
	state: "waiting",
	findings: [`Complete the step "${setupTitles[step]}" first.`],
});

/** Maximum of affected users named in a finding; the check on the mapping screen lists all. */
const maxNamed = 3;

/** Checks the setup of an open profile. */
export function createSetupService(source: SetupParts): Setup {
	return {
		async check({ signal, onStep } = {}) {
			const steps: SetupStep[] = [];
			const step = async (id: SetupStepId, look: () => Promise<Found>): Promise<Found> => {
				const found = await look().catch((error: unknown) => {
					if (signal?.aborted) throw error;
					return failed(errorMessage(error));
				});
				const checked = { id, ...found, findings: found.findings.flatMap(cleanLines) };
				steps.push(checked);
				onStep?.(checked);
				return found;
			};
			const credentials = await step("credentials", () => checkCredentials(source, signal));
			const connected = credentials.state !== "failed";
			await step("signOn", async () => (connected ? checkSignOn(source, signal) : waiting("credentials")));
			const people = await step("people", () => checkPeople(source, signal));
			await step("mappings", async () => {
				if (!connected) return waiting("credentials");
				if (people.state === "failed") return waiting("people");
				return checkMappings(source, signal);
			});
			await step("provisioning", async () => checkProvisioning(source));
			return steps;
		},
	};
}

async function checkCredentials({ connection }: SetupParts, signal?: AbortSignal): Promise<Found> {
	const draft = connection.current();
	const problems = connection.check(draft).filter(({ field }) => !isSourceField(field));
	const errors = problems.filter(({ severity }) => severity === "error");
	if (errors.length > 0) return failed(...errors.map(({ message }) => message));
	const { ok, message, advice } = await connection.test(draft, signal);
	if (!ok) return failed(message, ...(advice === "" ? [] : [advice]));
	return problems.length === 0
		? ready(message)
		: attention(message, ...problems.map((problem) => problem.message));
}

async function checkSignOn({ saml, connection }: SetupParts, signal?: AbortSignal): Promise<Found> {
	let providers: readonly IdentityProvider[] | null;
	try {
		providers = await saml(signal);
	} catch (error) {
		if (!(error instanceof ScimError && error.code === "forbidden")) throw error;
		const said = error.detail === undefined ? "" : ` The server says: ${error.detail}`;
		return {
			state: "unchecked",
			findings: [
				`The owner of the access key has no role with the capability Manage SAML, which provisioning does not need.${said}`,
				"In Sumo Logic, look under Administration, Security, SAML: select Disable Requested Authentication Context, and clear On Demand Provisioning.",
			],
		};
	}
	if (providers === null) return ready("This SCIM server has no SAML configuration to check.");
	if (providers.length === 0)
		return {
			...attention(
				"Sumo Logic has no SAML configuration: provisioned users can't sign in through Entra ID. Add one under Administration, Security, SAML.",
			),
			// Its setup adds one, beside the application.
			...(connection.current().source.type === "file" ? {} : { remedy: { type: "set-up-application" } }),
		};
	const { samlFindings } = await import("../../sumo/saml.ts");
	const findings = samlFindings(providers).map(({ message }) => message);
	if (findings.length > 0) return attention(...findings);
	const names = providers.map(({ configurationName }) => `"${configurationName}"`).join(", ");
	return ready(`SAML configuration ${names}: as described in the guide.`);
}

async function checkPeople({ connection }: SetupParts, signal?: AbortSignal): Promise<Found> {
	const { ok, message, advice, assigned, remedy } = await connection.testSource(connection.current(), signal);
	if (!ok) {
		const found = failed(message, ...(advice === "" ? [] : [advice]));
		return remedy === undefined ? found : { ...found, remedy };
	}
	if (assigned === 0) return attention(message, "No users would be provisioned: assign users or groups.");
	return ready(message);
}

async function checkMappings(source: Pick<SetupParts, "mapping">, signal?: AbortSignal): Promise<Found> {
	const mapping = await source.mapping();
	const problems = await mapping.checkAll();
	const errors = problems.filter(({ severity }) => severity === "error");
	if (errors.length > 0) return failed(...errors.map(({ target, message }) => `${target}: ${message}`));
	const refused = await mapping.checkUsers(signal === undefined ? {} : { signal });
	const findings = [
		...problems.map(({ target, message }) => `${target}: ${message}`),
		...refused.map(({ message, users }) => {
			const names = users.slice(0, maxNamed).map(({ displayName }) => displayName);
			return users.length === 0 ? message : `${message} (${andMore(names, users.length)})`;
		}),
	];
	return findings.length === 0
		? ready("The mappings give all users in scope valid values for Sumo Logic.")
		: attention(...findings);
}

async function checkProvisioning({ provisioning, intervalMinutes }: SetupParts): Promise<Found> {
	await provisioning.refresh();
	const { enabled, quarantine, staged } = provisioning.status();
	if (quarantine !== null) return failed(`In quarantine: ${quarantine.reason}`);
	if (staged > 0)
		return attention(
			`${staged} deactivations and deletions are held back: check them on the plan, then allow them or fix the cause.`,
		);
	if (!enabled) return attention("Off. Check the plan of the first cycle, then switch provisioning On.");
	if (provisioning.mode() === "hosted") return ready("On: Entra runs the cycles of its job.");
	return ready(`On: a cycle runs every ${intervalMinutes()} minutes while a console or a timer runs it.`);
}
