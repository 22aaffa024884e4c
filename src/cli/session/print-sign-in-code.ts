import type { SignInCode } from "../../app/source/device-sign-ins.ts";
import { cleanText } from "../../text/clean-text.ts";

/** Prints page and code of each sign-in that waits for a person. Returns how to stop. */
export function printSignInCode(signInCode: SignInCode, print: (line: string) => void): () => void {
	return signInCode.subscribe(() => {
		const code = signInCode.current();
		if (code === null) return;
		const until = new Date(code.expires).toTimeString().slice(0, 5);
		print(
			`To sign in to Entra ID, open ${cleanText(code.url)} and enter the code ${cleanText(code.code)} (until ${until}). Ctrl+C cancels.`,
		);
	});
}
