import type { AttributeValue } from "../../source/source-user.ts";
import { cleanText } from "../../text/clean-text.ts";
import { readBoolean } from "../format/boolean-text.ts";
import type { FileLayout } from "../format/file-format.ts";
import type { FileKind } from "../format/file-kind.ts";
import { invalidFile } from "../format/invalid-file.ts";
import { otherExportWith } from "../format/other-exports.ts";
import { folded, isRoleName } from "../format/property-name.ts";
import { separated } from "../format/role-names.ts";
import { isKnownHeading, kindOf, readHeading, visibleHeading } from "./csv-headings.ts";
import type { Preamble } from "./csv-preamble.ts";

/** A column that is an attribute. `place` counts from 0. */
export type Column = {
	readonly place: number;
	readonly heading: string;
	readonly attribute: string;
	/** Its yes means no. */
	readonly inverted: boolean;
};

/** What the columns of a CSV file mean. Indexes count from 0; undefined for a column that is absent. */
export type Columns = {
	readonly kind: FileKind;
	/** All but the id, the role and those that are ignored. */
	readonly attributes: readonly Column[];
	readonly id: number | undefined;
	readonly userPrincipalName: number;
	readonly role: number | undefined;
	readonly ignored: readonly IgnoredColumn[];
	/** As they are written, those without a name included. */
	readonly headings: readonly string[];
	readonly layout: FileLayout;
};

export type IgnoredColumn = {
	readonly place: number;
	readonly heading: string;
	readonly code: "unnamed-column" | "same-attribute" | "secret";
	readonly reason: string;
};

/** Multi-valued attributes: one cell holds the values, separated by semicolons. */
const multiValued = new Set(["businessPhones", "imAddresses", "otherMails", "proxyAddresses"]);
const booleans = new Set(["accountEnabled", "onPremisesSyncEnabled"]);

/**
 * Reads the header: Graph's names in any case, with or without spaces, and what the kinds of files call them.
 *
 * @throws DirectoryError `invalid` for a heading that appears twice, or without `userPrincipalName`: with the headings found.
 */
export function readHeader(header: readonly string[], name: string, preamble: Preamble): Columns {
	const { delimiter, lines } = preamble;
	const at = `line ${lines + 1}`;
	const refuse = (what: string) => invalidFile(name, `${at}: ${what}`, { line: lines + 1, column: null });
	const kind = kindWith(preamble, header);
	const found = `Found: ${header.slice(0, 40).map(shown).join(", ") || "nothing"}`;
	refuseOtherDelimiters(header, delimiter, refuse);
	refuseOtherThanHeadings(header, refuse);

	const never = otherExportWith(header, "never");
	if (never !== undefined) throw refuse(`${never}. ${found}`);

	const rolePlace = placeOfRole(header, refuse);
	const all = header.map((heading, place): Column => {
		const read = place === rolePlace ? { attribute: "role", inverted: false } : readHeading(heading, kind);
		return { place, heading: visibleHeading(heading), ...read };
	});
	const ignored: IgnoredColumn[] = [];
	const kept = new Map<string, Column>();
	for (const column of all) {
		const { attribute, heading, place } = column;
		const earlier = kept.get(attribute);
		if (attribute === "") {
			ignored.push({ place, heading, code: "unnamed-column", reason: "it has no heading" });
		} else if (attribute === "passwordProfile") {
			ignored.push({ place, heading, code: "secret", reason: "passwords are never read" });
		} else if (earlier === undefined) {
			kept.set(attribute, column);
		} else if (folded(earlier.heading) === folded(heading)) {
			throw refuse(`the column ${shown(heading)} appears twice in the header`);
		} else {
			const exact = heading.toLowerCase() === attribute.toLowerCase();
			const [used, unused] = exact ? [column, earlier] : [earlier, column];
			kept.set(attribute, used);
			const reason = `${shown(used.heading)} is the same attribute, ${attribute}`;
			ignored.push({ place: unused.place, heading: unused.heading, code: "same-attribute", reason });
		}
	}
	const userPrincipalName = kept.get("userPrincipalName")?.place;
	if (userPrincipalName === undefined) {
		const [only = "", second] = header;
		const other = otherExportWith(header);
		const why =
			second === undefined && /userprincipalname/i.test(only)
				? `the header is not separated by commas, semicolons or tabs${/\S {2,}\S/.test(only) ? `; ${fromAzure}` : ""}`
				: `the header has no column userPrincipalName; ${other ?? "it must hold the attribute names of Microsoft Graph"}`;
		throw refuse(`${why}. ${found}`);
	}
	const columns = [...kept.values()].sort((a, b) => a.place - b.place);
	return {
		kind,
		attributes: columns.filter(({ attribute }) => attribute !== "id" && attribute !== "role"),
		id: kept.get("id")?.place,
		userPrincipalName,
		role: kept.get("role")?.place,
		ignored,
		headings: header,
		layout: {
			kind,
			delimiter,
			used: columns.map(({ heading, attribute }) => ({ heading, attribute })),
			ignored: ignored.map(({ heading, reason }) => ({ heading, reason })),
		},
	};
}

/** The line above the header, otherwise the header, says which program wrote a file. */
function kindWith(preamble: Preamble, header: readonly string[]): FileKind {
	const own = kindOf(header);
	return own === "get-msoluser" || own === "get-aduser" ? own : (preamble.kind ?? own);
}

const fromAzure =
	"in PowerShell, write `Export-Csv` in place of `Format-Table`; save users of the Azure CLI with `az ad user list -o json`";

/** What `az ad user list` writes with `-o tsv` and `-o yaml`, and other files without headings. */
function refuseOtherThanHeadings(header: readonly string[], refuse: (what: string) => Error): void {
	const [first = ""] = header;
	if (/^- \w+: /.test(first)) throw refuse(`this is YAML, not CSV; ${fromAzure}`);
	if (/^\w+ +: /.test(first)) {
		throw refuse("this is what PowerShell shows (Format-List), not CSV; write `Export-Csv` in its place");
	}
	if (/^dn: /i.test(first)) throw refuse("this is LDIF, not CSV; export the users as CSV");
	if (/[“”„«»]/.test(first)) {
		throw refuse(
			`the heading ${shown(first)} is in typographic quotation marks; replace them with straight ones (") in the whole file`,
		);
	}
	const value = header.find((cell) =>
		/^[^@\s]+@[^@\s]+\.[^@\s]+$|^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(cell.trim()),
	);
	if (value !== undefined)
		throw refuse(
			`this line holds values, such as ${shown(value)}, in place of headings. Add a line with the attribute names of Microsoft Graph above it; ${fromAzure}`,
		);
}

/** The column `role`, else the one that is called like it: `appRole`, `App Roles`. */
function placeOfRole(header: readonly string[], refuse: (what: string) => Error): number | undefined {
	const named = header.map((heading, place) => ({ heading: heading.trim(), place }));
	const exact = named.filter(({ heading }) => heading.toLowerCase() === "role");
	const [first, second] = exact.length > 0 ? exact : named.filter(({ heading }) => isRoleName(heading));
	if (first === undefined || second === undefined) return first?.place;
	throw refuse(
		first.heading.toLowerCase() === second.heading.toLowerCase()
			? `the column ${shown(first.heading)} appears twice in the header`
			: `both ${shown(first.heading)} and ${shown(second.heading)} could be the role; name one of them role`,
	);
}

const delimiterNames = { ",": "commas", ";": "semicolons", "\t": "tabs" } as const;

function refuseOtherDelimiters(
	header: readonly string[],
	delimiter: Preamble["delimiter"],
	refuse: (what: string) => Error,
): void {
	for (const heading of header) {
		for (const other of [",", ";", "\t"] as const) {
			if (other === delimiter || !heading.includes(other)) continue;
			if (!heading.split(other).some(isKnownHeading)) continue;
			throw refuse(
				`the headings are separated by ${delimiterNames[delimiter]}, but ${shown(heading)} by ${delimiterNames[other]}; use one delimiter in the whole file`,
			);
		}
	}
}

/** Why a row has another number of cells than the header, if another delimiter explains it; otherwise `""`. */
export function otherDelimiterIn(cells: readonly string[], delimiter: Preamble["delimiter"]): string {
	const other = ([",", ";", "\t"] as const).find(
		(one) => one !== delimiter && cells.some((cell) => cell.includes(one)),
	);
	return other === undefined
		? ""
		: `; this row seems to be separated by ${delimiterNames[other]}, the header by ${delimiterNames[delimiter]}`;
}

/** An empty cell has no value. Returns undefined for a string that the attribute cannot have. */
export function readCell({ attribute, inverted }: Column, text: string): AttributeValue | undefined {
	if (text === "") return multiValued.has(attribute) ? [] : null;
	if (multiValued.has(attribute)) return separated(text);
	if (!booleans.has(attribute)) return text;
	if (text.trim() === "") return null;
	const value = readBoolean(text);
	return value === undefined ? undefined : value !== inverted;
}

function shown(heading: string): string {
	return cleanText(heading.trim()).slice(0, 80);
}
