/** Why a key cannot act now: the sentences that several screens share. Each function returns null when the key can act. */

/** The answer of a key that needs a current row. */
export function whyNoRow(row: unknown, what = "row"): string | null {
	return row === undefined || row === null ? `No ${what} is selected.` : null;
}

/** The answer while another action of the screen runs. */
export function whyBusy(busy: boolean): string | null {
	return busy ? "Another action is running. Wait until it ends." : null;
}

/** The answer while another process runs the profile. @param otherRunner its name; null when there is none */
export function whyReadOnly(otherRunner: string | null): string | null {
	return otherRunner === null
		? null
		: `Read-only: ${otherRunner} runs this profile. Stop it, or run the cycle there.`;
}
