import { type Document, isPair, isScalar, visit } from "yaml";
import type { SetupFileMistake } from "./setup-file-error.ts";

/** Keys whose values would be secrets. */
const secretKey = /secret|password|passwd|token|credential|private.?key|access.?(key|id)|api.?key/i;

/** Values that can be nothing else than a secret. */
const secretValues: readonly RegExp[] = [
	/^su(?=[A-Za-z]*[A-Z0-9])[A-Za-z0-9]{12}$/, // an access ID of Sumo Logic
	/^[A-Za-z0-9]{64}$/, // its access key
	/^eyJ[\w-]+\.[\w-]+\.[\w-]*$/, // an access token (JWT)
	/^[\w~.-]{3}\dQ~[\w~.-]{31,37}$/, // a client secret of Entra
	/-----BEGIN [A-Z ]*PRIVATE KEY-----/,
];

function isSecret(text: string): boolean {
	return secretValues.some((pattern) => pattern.test(text)) || /^su\w{12}:\w{64}$/.test(plainOf(text));
}

/** What Base64 stands for; a Secret Token is `accessId:accessKey`. */
function plainOf(text: string): string {
	return /^[\w+/]{80,}={0,2}$/.test(text) ? Buffer.from(text, "base64").toString("latin1") : text;
}

const advice =
	"a setup file holds no secrets. Set SUMO_PROVISION_ACCESS_ID and SUMO_PROVISION_ACCESS_KEY, and SUMO_PROVISION_CLIENT_SECRET or SUMO_PROVISION_GRAPH_TOKEN.";

/**
 * Secrets in a setup file, and keys that are for secrets, also in comments. No message contains a value.
 *
 * @param text of the document
 * @param at line and column of an offset
 */
export function secretsIn(
	document: Document,
	text: string,
	at: (offset: number) => Pick<SetupFileMistake, "line" | "column">,
): readonly SetupFileMistake[] {
	const found: SetupFileMistake[] = [];
	const report = (offset: number | undefined, message: string) => found.push({ ...at(offset ?? 0), message });
	visit(document, {
		Pair(_key, pair) {
			if (!isScalar(pair.key) || typeof pair.key.value !== "string") return;
			if (secretKey.test(pair.key.value))
				report(pair.key.range?.[0], `"${pair.key.value}" is refused: ${advice}`);
		},
		Scalar(key, node, path) {
			const isKey = key === "key" && isPair(path.at(-1));
			if (isKey || typeof node.value !== "string" || !isSecret(node.value.trim())) return;
			report(node.range?.[0], `This value looks like a secret: ${advice}`);
		},
	});
	for (const comment of text.matchAll(/(?<=^|\s)#.*$/gm))
		for (const word of comment[0].matchAll(/[^\s"'=,;]+=*|-----BEGIN [A-Z ]*PRIVATE KEY-----/g))
			if (isSecret(word[0])) report(comment.index + word.index, `This comment holds a secret: ${advice}`);
	return found;
}
