/** A style (SGR), another control sequence (CSI), an operating system command (OSC), spaces, or other text. */
const pieces =
	/\u001B\[([\d;]*)m|\u001B\[[0-?]*[ -/]*([@-~])|\u001B\][^\u0007]*\u0007|\u001B| +|[^\u001B ]+/g;

/** What a cell can look like, by the parameters that turn it on; empty for off. */
type Style = {
	readonly bold: string;
	readonly dim: string;
	readonly italic: string;
	readonly underline: string;
	readonly inverse: string;
	readonly crossed: string;
	readonly foreground: string;
	readonly background: string;
};

type Attribute = keyof Style;

const plain: Style = {
	bold: "",
	dim: "",
	italic: "",
	underline: "",
	inverse: "",
	crossed: "",
	foreground: "",
	background: "",
};

const attributes: readonly Attribute[] = [
	"bold",
	"dim",
	"italic",
	"underline",
	"inverse",
	"crossed",
	"foreground",
	"background",
];

/** What turns an attribute off. Bold and faint have one parameter together. */
const off: Readonly<Record<Attribute, string>> = {
	bold: "22",
	dim: "22",
	italic: "23",
	underline: "24",
	inverse: "27",
	crossed: "29",
	foreground: "39",
	background: "49",
};

const on: Readonly<Record<string, Attribute>> = {
	"1": "bold",
	"2": "dim",
	"3": "italic",
	"4": "underline",
	"7": "inverse",
	"9": "crossed",
};

/** One attribute of a sequence: a color with its number or its parts, or one parameter. */
const oneAttribute = /[34]8;(?:5;\d+|2;\d+;\d+;\d+)|\d+/g;

/** A style after a sequence; undefined for one with an attribute that is not known here, such as blinking. */
function styleAfter(style: Style, parameters: string): Style | undefined {
	let next: Style | undefined = parameters === "" ? plain : style;
	for (const [attribute] of parameters.matchAll(oneAttribute)) next = next && styleWith(next, attribute);
	return next;
}

function styleWith(style: Style, parameter: string): Style | undefined {
	if (parameter === "0") return plain;
	const attribute = on[parameter];
	if (attribute !== undefined) return { ...style, [attribute]: parameter };
	if (parameter === "22") return { ...style, bold: "", dim: "" };
	const ended = attributes.find((one) => off[one] === parameter);
	if (ended !== undefined) return { ...style, [ended]: "" };
	if (/^(?:3[0-7]|9[0-7]|38;.*)$/.test(parameter)) return { ...style, foreground: parameter };
	if (/^(?:4[0-7]|10[0-7]|48;.*)$/.test(parameter)) return { ...style, background: parameter };
	return undefined;
}

/** Whether spaces of two styles look the same: nothing but the color of the text differs. */
function isSameBlank(one: Style, other: Style): boolean {
	const isVisible = ({ underline, inverse, crossed, background }: Style) =>
		underline + inverse + crossed + background !== "";
	return !isVisible(one) && !isVisible(other);
}

/** The sequence from one style to another; empty when they are the same. */
function change(from: Style, to: Style): string {
	const changed = attributes.filter((one) => from[one] !== to[one]);
	if (changed.length === 0) return "";
	if (attributes.every((one) => to[one] === "")) return "\u001B[m";
	const ended = changed.filter((one) => to[one] === "");
	const isIntensityEnded = ended.some((one) => off[one] === "22");
	const begun = attributes.filter(
		(one) => to[one] !== "" && (from[one] !== to[one] || (isIntensityEnded && off[one] === "22")),
	);
	const parameters = [...new Set(ended.map((one) => off[one])), ...begun.map((one) => to[one])];
	return `\u001B[${parameters.join(";")}m`;
}

/**
 * The same output with fewer styles: a style is written when text needs it, together with all that changes, and never for spaces that look
 * the same without it. Output begins and ends without a style, as Ink writes it.
 */
export function thriftyStyles(output: string): string {
	let written = plain;
	let wanted = plain;
	const settle = () => {
		const sequence = change(written, wanted);
		written = wanted;
		return sequence;
	};
	const thrifty = output.replace(pieces, (piece, style: string | undefined, final: string | undefined) => {
		if (style !== undefined) {
			const next = styleAfter(wanted, style);
			if (next === undefined) return settle() + piece;
			wanted = next;
			return "";
		}
		// Erasing takes the background; other sequences draw nothing.
		const isErasing = final === "K" || final === "J";
		if (piece.startsWith("\u001B") && !isErasing) return piece;
		const isBlank = isErasing || piece.startsWith(" ") || /^[\r\n]+$/.test(piece);
		return isBlank && isSameBlank(written, wanted) ? piece : settle() + piece;
	});
	return thrifty + settle();
}
