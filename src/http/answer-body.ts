import { parseJson } from "../text/parse-json.ts";
import { minSecretLength, unescapedPart, withoutSecrets } from "../text/plain-text.ts";

const byteOrderMark = Buffer.from("\uFEFF");

/** The body of an answer. A byte order mark is dropped, which RFC 8259 §8.1 lets readers of JSON ignore. */
export class AnswerBody {
	readonly #bytes: Buffer;
	readonly #secrets: readonly string[];

	constructor(bytes: Buffer, secrets: readonly string[] = []) {
		const isMarked = bytes.subarray(0, byteOrderMark.length).equals(byteOrderMark);
		this.#bytes = isMarked ? bytes.subarray(byteOrderMark.length) : bytes;
		this.#secrets = secrets;
	}

	get isEmpty(): boolean {
		return this.#bytes.length === 0;
	}

	/** For messages and short answers: a long text takes longer to create than its JSON takes to parse. */
	get text(): string {
		return withoutSecrets(this.#bytes.toString("utf8"), this.#secrets);
	}

	/** Throws what `JSON.parse` throws. */
	json(): unknown {
		return this.#secrets.length === 0 ? parseJson(this.#bytes) : JSON.parse(this.text);
	}

	/** The same body with each secret replaced by stars. Short strings are not replaced (`withoutSecrets`). */
	without(secrets: readonly string[]): AnswerBody {
		const found = secrets.filter(
			(one) => one.length >= minSecretLength && this.#bytes.includes(unescapedPart(one)),
		);
		return found.length === 0 ? this : new AnswerBody(this.#bytes, [...this.#secrets, ...found]);
	}
}
