import { DirectoryError } from "../../ports/source/directory.ts";
import { isPlaceholder, pastedSecret } from "../../text/pasted-secret.ts";

/**
 * The secret to sign in with, without what came along when it was pasted.
 *
 * @throws DirectoryError `unauthorized` for what cannot be one, before a request; never holds the text
 */
export function enteredSecret(text: string, kind: "client secret" | "access token"): string {
	const secret = pastedSecret(text);
	const refuse = (what: string) =>
		new DirectoryError("unauthorized", `The ${kind} for Entra ID is ${what}`, undefined, {
			type: "enter-source-credentials",
		});
	if (secret === "") throw refuse("empty.");
	if (isPlaceholder(secret)) throw refuse("the placeholder of an instruction. Enter the real one.");
	if (kind === "client secret" && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(secret))
		throw refuse(
			"the ID of a secret. Enter its value, which Entra shows only when the secret is created: create another one if it is lost.",
		);
	return kind === "access token" ? secret.replace(/\s+/gu, "") : secret;
}
