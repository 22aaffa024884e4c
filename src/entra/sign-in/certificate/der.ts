/** An element of ASN.1 in BER or DER (ITU-T X.690). */
export type Element = {
	/** The identifier octet: 0x30 for a sequence, 0x04 for an octet string, 0xa0 for the context tag 0. */
	readonly tag: number;
	readonly content: Uint8Array;
	/** The element with its identifier and length. */
	readonly whole: Uint8Array;
};

/** What cannot be read as ASN.1. */
export class DerError extends Error {
	override readonly name = "DerError";
}

const constructed = 0x20;
const octetString = 0x04;

/** The first element, and what follows it. Throws `DerError`. */
function next(bytes: Uint8Array): { readonly element: Element; readonly rest: Uint8Array } {
	const [tag, first] = bytes;
	if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) throw new DerError("No element.");
	if (first === 0x80) return indefinite(tag, bytes);
	const more = first > 0x80 ? first & 0x7f : 0;
	if (more > 4) throw new DerError("A length of more than four bytes.");
	const header = 2 + more;
	let length = more === 0 ? first : 0;
	for (const byte of bytes.subarray(2, header)) length = length * 256 + byte;
	if (bytes.length < header + length) throw new DerError("The content is cut off.");
	const end = header + length;
	return {
		element: { tag, content: bytes.subarray(header, end), whole: bytes.subarray(0, end) },
		rest: bytes.subarray(end),
	};
}

/** An element whose content ends with two zero bytes, as older programs write it. */
function indefinite(tag: number, bytes: Uint8Array): ReturnType<typeof next> {
	let rest = bytes.subarray(2);
	while (!(rest[0] === 0 && rest[1] === 0)) rest = next(rest).rest;
	const end = bytes.length - rest.length;
	return {
		element: { tag, content: bytes.subarray(2, end), whole: bytes.subarray(0, end + 2) },
		rest: rest.subarray(2),
	};
}

/** The elements of a content. Throws `DerError`. */
export function elements(content: Uint8Array): readonly Element[] {
	const found: Element[] = [];
	let rest = content;
	while (rest.length > 0) {
		const one = next(rest);
		found.push(one.element);
		rest = one.rest;
	}
	return found;
}

/** The element that fills the bytes. Throws `DerError`. */
export function onlyElement(bytes: Uint8Array): Element {
	return next(bytes).element;
}

/** The bytes of an octet string, also of one in parts, with any tag. Throws `DerError`. */
export function octets({ tag, content }: Element): Uint8Array {
	if ((tag & constructed) === 0) return content;
	return Buffer.concat(
		elements(content).map((part) => (part.tag === octetString ? part.content : octets(part))),
	);
}

/** An object identifier as hexadecimal digits of its content. */
export function objectId({ content }: Element): string {
	return Buffer.from(content).toString("hex");
}

/** A small non-negative integer. */
export function integer({ content }: Element): number {
	return content.reduce((value, byte) => value * 256 + byte, 0);
}
