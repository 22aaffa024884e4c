import { expect, it } from "vitest";
import { quarantineAdvice } from "../../src/setup/job-status.ts";

it.each([
	["EncounteredBaseEscrowThreshold", /^Too many users failed/, "restart-hosted-job"],
	["EncounteredTotalEscrowThreshold", /^Too many users failed/, "restart-hosted-job"],
	["EncounteredEscrowProportionThreshold", /^Too large a share of the users/, "restart-hosted-job"],
	["EncounteredQuarantineException", /credentials/, "set-up-hosted-job"],
	["TooManyDeletes", /allow them one time/, "allow-hosted-deletions"],
	["QuarantinedOnDemand", /by hand.*audit log/, "restart-hosted-job"],
	["IngestionInterrupted", /could not read its source/, "restart-hosted-job"],
	["Unknown", /Fix the cause/, "restart-hosted-job"],
])("says what to do about a quarantine for %s", (reason, action, type) => {
	expect(quarantineAdvice(reason)).toEqual({
		recommendedAction: expect.stringMatching(action),
		remedy: expect.objectContaining({ type }),
	});
});

it("points to failures in the log only where these are the cause", () => {
	const remedyFor = (reason: string) => quarantineAdvice(reason).remedy;
	expect(remedyFor("EncounteredBaseEscrowThreshold")).not.toHaveProperty("failures");
	expect(remedyFor("QuarantinedOnDemand")).toMatchObject({ failures: false });
	expect(remedyFor("IngestionInterrupted")).toMatchObject({ failures: false });
});
