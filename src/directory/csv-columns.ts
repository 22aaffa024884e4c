import type { AttributeValue } from "../source/source-user.ts";
import { invalidFile } from "./invalid-file.ts";

/** What the columns of a CSV file mean. Indexes count from 0; undefined for a column that is absent. */
export type Columns = {
	/** The columns that are attributes, by Graph's names: all but `id`, `role` and those without a name. */
	readonly attributes: readonly { readonly place: number; readonly attribute: string }[];
	readonly id: number | undefined;
	readonly userPrincipalName: number;
	readonly role: number | undefined;
};

/** Multi-valued attributes: one cell holds the values, separated by semicolons. */
const multiValued = new Set(["businessPhones", "imAddresses", "otherMails", "proxyAddresses"]);
const booleans = new Set(["accountEnabled", "onPremisesSyncEnabled"]);

/**
 * Reads the header. PowerShell writes names with a capital (`UserPrincipalName`), Graph without; both are accepted.
 *
 * @throws DirectoryError `invalid` for a name that appears twice, or without `userPrincipalName`.
 */
export function readHeader(header: readonly string[], name: string): Columns {
	const names = header.map((column) => camelCase(column.trim()));
	for (const [index, column] of names.entries()) {
		if (column !== "" && names.indexOf(column) !== index) {
			throw invalidFile(name, `line 1: the column ${column} appears twice in the header`);
		}
	}
	const place = (column: string) => (names.includes(column) ? names.indexOf(column) : undefined);
	const userPrincipalName = place("userPrincipalName");
	if (userPrincipalName === undefined) {
		throw invalidFile(
			name,
			"line 1: the header has no column userPrincipalName; it must hold the attribute names of Microsoft Graph",
		);
	}
	const attributes = names
		.map((attribute, place) => ({ place, attribute }))
		.filter(({ attribute }) => !["", "id", "role"].includes(attribute));
	return { attributes, id: place("id"), userPrincipalName, role: place("role") };
}

/** An empty cell has no value. Returns undefined for a string that the attribute cannot have. */
export function readCell(attribute: string, text: string): AttributeValue | undefined {
	if (text === "") return multiValued.has(attribute) ? [] : null;
	if (multiValued.has(attribute)) return separated(text);
	if (!booleans.has(attribute)) return text;
	const lower = text.trim().toLowerCase();
	return lower === "true" || lower === "false" ? lower === "true" : undefined;
}

/** The values of a cell that holds several. */
export function separated(text: string): readonly string[] {
	return text
		.split(";")
		.map((value) => value.trim())
		.filter((value) => value !== "");
}

function camelCase(name: string): string {
	return /^[A-Z](?![A-Z])/.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name;
}
