/** Quotes that people, mail programs and chat programs put around what they copy. */
const quotes = "[\"'`´“”„‟‘’‚‛«»‹›]";
const invisible = /\p{Cf}/gu;
const quoted = new RegExp(`^(?:${quotes})+|(?:${quotes}|[,;])+$`, "gu");
const header = /^(?:-H\s*["']?)?(?:proxy-)?authorization\s*[:=]\s*/i;
const variable = /^(?:export\s+|set\s+|\$env:)?SUMO\w*\s*=\s*/i;
const scheme = /^(?:basic|bearer)(?:\s+|\s*[:=]\s*|$)/i;

/**
 * A secret without what came along when it was pasted: spaces and line breaks at the ends, invisible marks, quotes, an
 * `Authorization:` header, its scheme, or an assignment to one of our variables.
 */
export function pastedSecret(text: string): string {
	let secret = text.replace(invisible, "").trim();
	for (let before = ""; before !== secret; ) {
		before = secret;
		for (const part of [quoted, header, variable, scheme]) secret = secret.replace(part, "").trim();
	}
	return secret;
}

/** Whether a text is what stands in instructions in place of a secret: `<accessKey>`, `YOUR_ACCESS_KEY`, `$TOKEN`, `xxxx`. */
export function isPlaceholder(text: string): boolean {
	return (
		/^[<[{(].*(?:id|key|token|secret).*[>\]})]$/iu.test(text) ||
		/^\$\{?[A-Z]\w{3,}\}?$|^%\w{4,}%$/u.test(text) ||
		/^(?:your|my|the)?[-_ ]*(?:sumo(?:logic)?[-_ ]*)?(?:access[-_ ]?(?:id|key)|secret[-_ ]?token|token|secret)$/iu.test(
			text,
		) ||
		/^([xX*•.…])\1{3,}$/u.test(text)
	);
}
