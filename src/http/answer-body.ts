import { parseJson } from "../text/parse-json.ts";
import { minSecretLength, unescapedPart, withoutSecrets } from "../text/plain-text.ts";

const byteOrderMark = Buffer.from("\uFEFF");

/** The body of an answer. A byte order mark is dropped, which RFC 8259 §8.1 lets readers of JSON ignore. */
export class AnswerBody {
	readonly #bytes: Buffer;
	readonly #secrets: readonly string[];
	readonly #passwords: readonly string[];

	constructor(bytes: Buffer, secrets: readonly string[] = [], passwords: readonly string[] = []) {
		const isMarked = bytes.subarray(0, byteOrderMark.length).equals(byteOrderMark);
		this.#bytes = isMarked ? bytes.subarray(byteOrderMark.length) : bytes;
		this.#secrets = secrets;
		this.#passwords = passwords;
	}

	get isEmpty(): boolean {
		return this.#bytes.length === 0;
	}

	/** For messages and short answers: a long text takes longer to create than its JSON takes to parse. */
	get text(): string {
		return withoutSecrets(this.#bytes.toString("utf8"), [...this.#secrets, ...this.#passwords]);
	}

	/** Throws what `JSON.parse` throws. */
	json(): unknown {
		if (this.#secrets.length === 0) return parseJson(this.#bytes);
		return JSON.parse(withoutSecrets(this.#bytes.toString("utf8"), this.#secrets));
	}

	/**
	 * The same body with each secret replaced by stars. Short strings are not replaced (`withoutSecrets`). Passwords are replaced in the text
	 * only: one may be a word that is also the name of a role.
	 */
	without(secrets: readonly string[], passwords: readonly string[] = []): AnswerBody {
		const found = (candidates: readonly string[]) =>
			candidates.filter((one) => one.length >= minSecretLength && this.#bytes.includes(unescapedPart(one)));
		const [foundSecrets, foundPasswords] = [found(secrets), found(passwords)];
		if (foundSecrets.length + foundPasswords.length === 0) return this;
		return new AnswerBody(
			this.#bytes,
			[...this.#secrets, ...foundSecrets],
			[...this.#passwords, ...foundPasswords],
		);
	}
}
