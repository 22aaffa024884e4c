import type { RefusedValue } from "../../mapping/refused-values.ts";
import type { ProvisioningError } from "../../ports/error-code.ts";
import { provisioningError } from "./error-catalogue.ts";

/** The target does not have a role that the user should get. `role`: null where several could be meant. */
export function roleNotFound(
	who: string,
	{ named, role, detail }: { readonly named: string; readonly role: string | null; readonly detail?: string },
): ProvisioningError {
	return provisioningError(
		"RoleNotFound",
		`${who} should get the role "${named}", which the target does not have.${answered(detail)}`,
		{
			advice: `Create the role "${named}" in the target (the name must match exactly), or assign another role to ${who}.`,
			remedy: { type: "create-role", role },
		},
	);
}

/** The userName has more characters than the target takes; `maxLength` null: how many it takes is not known. */
export function userNameTooLong(
	who: string,
	{
		length,
		maxLength,
		detail,
	}: { readonly length: number; readonly maxLength: number | null; readonly detail?: string },
): ProvisioningError {
	const limit = maxLength === null ? "fewer" : `at most ${maxLength}`;
	return provisioningError(
		"SchemaAttributeValidationFailed",
		`The userName of ${who} has ${length} characters, and the target takes ${limit}.${answered(detail)}`,
		{
			advice: "Map userName to a shorter attribute, or shorten the user principal name.",
			remedy: { type: "fix-mapping", target: "userName" },
		},
	);
}

/** A value that breaks a limit of the target. Names the attribute, never the value, which may be redacted. */
export function valueRefused(who: string, { target, value, problem }: RefusedValue): ProvisioningError {
	const length = [...value].length;
	if (problem.type === "too-long" && target === "userName")
		return userNameTooLong(who, { length, maxLength: problem.maxLength });
	const why =
		problem.type === "too-long"
			? `has ${length} characters, and the target takes at most ${problem.maxLength}`
			: "is not an email address";
	return provisioningError("SchemaAttributeValidationFailed", `The ${target} of ${who} ${why}.`, {
		advice: `Correct the value that ${who} has at the source, or the mapping to ${target}.`,
		remedy: { type: "fix-mapping", target },
	});
}

function answered(detail: string | undefined): string {
	return detail === undefined ? "" : ` The target answered: ${detail}`;
}
