import { z } from "zod";
import type { GraphUser } from "../../entra/graph-user.ts";
import type { DirectoryError } from "../../ports/source/directory.ts";
import { cleanText } from "../../text/clean-text.ts";
import { issueWords } from "../../text/issue-words.ts";
import { findRepeatedName, findSyntaxError } from "../../text/json-text.ts";
import { lineAndColumn } from "../../text/line-and-column.ts";
import { atOnce, type Pieces } from "../format/in-pieces.ts";
import { invalidFile } from "../format/invalid-file.ts";
import { userIdFrom } from "../format/user-id.ts";
import { type Refuse, refusals, refusalsByLine } from "./json-place.ts";
import { type JsonShape, shapeOf } from "./json-shape.ts";
import { countNames, structureOf } from "./json-structure.ts";

/** A number as text, as long as no digit is lost: databases and spreadsheets give ids that are numbers. */
const asText = (value: unknown) => (Number.isSafeInteger(value) ? String(value) : value);
const id = z.preprocess(asText, z.string("expected a string; put it in quotation marks").min(1));
/** The id of a user or group, in any case. */
const principalId = id.transform(userIdFrom);
const text = z.string().nullish();
const roleName = z.preprocess(asText, text);

/** A user as Graph gives it. Unknown attributes are kept; those that the program uses must have the types that Graph gives. */
const user = z.looseObject({
	id,
	userPrincipalName: text,
	displayName: text,
	mail: text,
	givenName: text,
	surname: text,
	accountEnabled: z.boolean().nullish(),
	deletedDateTime: text,
});

const group = z.looseObject({
	id: principalId,
	displayName: z.string(),
	members: z.array(principalId).default([]),
});

/** Without an ID, the value is the ID. */
const appRole = z.union(
	[
		z.looseObject({ id, value: text, displayName: text }),
		z.looseObject({ value: z.string().min(1), displayName: text }),
	],
	"an ID or a value expected",
);

const assignment = z.looseObject({ principalId, appRole: roleName });

/** The JSON source, its users not checked yet. Without `appRoles`, the roles that assignments name are the application's. */
const document = z.looseObject({
	users: z.array(z.unknown()),
	groups: z.array(group).default([]),
	appRoles: z.array(appRole).optional(),
	assignments: z.array(assignment).default([]),
});

export type JsonDocument = z.infer<typeof document>;

/** The same, its assignments not checked yet either: there may be one per user. */
const outline = document.extend({ assignments: z.array(z.unknown()).default([]) });

/** Assignments between two pauses. */
const assignmentsAtOnce = 1_000;

type ParsedDocument = { readonly shape: JsonShape; readonly document: JsonDocument };

/** @throws DirectoryError `invalid`, with line and column, or with the path in the document. */
export function parseJsonDocument(text: string, name: string): ParsedDocument {
	return atOnce(jsonDocumentInPieces(text, name));
}

/** The same in pieces. */
export function* jsonDocumentInPieces(text: string, name: string): Pieces<ParsedDocument> {
	const value = yield* parsed(text, name);
	yield;
	const shape = shapeOf(value, refusals(text, name), refusalsByLine(text, name));
	const outlined = outline.safeParse(shape.document);
	if (!outlined.success) throw unfitting(shape, refusals(text, name), outlined.error);
	const assignments: JsonDocument["assignments"] = [];
	for (let at = 0; at < outlined.data.assignments.length; at += assignmentsAtOnce) {
		yield;
		const checked = z
			.array(assignment)
			.safeParse(outlined.data.assignments.slice(at, at + assignmentsAtOnce));
		if (!checked.success) throw unfitting(shape, refusals(text, name), checked.error);
		assignments.push(...checked.data);
	}
	return { shape, document: { ...outlined.data, assignments } };
}

/** Everything that is wrong with a document, of which a part does not fit. */
function unfitting(shape: JsonShape, refuse: Refuse, part: z.ZodError): DirectoryError {
	return misfit(document.safeParse(shape.document).error ?? part, [], refuse);
}

/**
 * The user at that path of the document, checked one at a time and not copied: there may be 100,000.
 *
 * @throws DirectoryError `invalid`, with the path in the document.
 */
export function checkedUser(value: unknown, path: readonly PropertyKey[], refuse: Refuse): GraphUser {
	const result = user.safeParse(value);
	if (!result.success) throw misfit(result.error, path, refuse);
	return isGraphUser(value) ? value : result.data;
}

function isGraphUser(value: unknown): value is GraphUser {
	return typeof value === "object" && value !== null && "id" in value && typeof value.id === "string";
}

function misfit(error: z.ZodError, at: readonly PropertyKey[], refuse: Refuse): DirectoryError {
	const [first, ...others] = error.issues;
	const more = others.length > 0 ? ` (and ${others.length} more)` : "";
	const what = issueWords(first?.message ?? "not the expected document");
	return refuse([...at, ...(first?.path ?? [])], `${what}${more}`);
}

function* parsed(text: string, name: string): Pieces<unknown> {
	const refuse = (offset: number, what: string) => {
		const { line, column } = lineAndColumn(text, offset);
		return invalidFile(name, `line ${line}, column ${column}: ${what}`, { line, column });
	};
	let value: unknown;
	try {
		value = JSON.parse(text.startsWith("\uFEFF") ? text.slice(1) : text);
	} catch (error) {
		if (/^\uFEFF?[^\r\n[{"]*userprincipalname[^\r\n]*[\r\n]/i.test(text)) {
			throw refuse(0, "this is CSV; rename the file so that it ends in .csv");
		}
		const wrong = findSyntaxError(text);
		throw wrong ? refuse(wrong.offset, wrong.message) : error;
	}
	yield;
	const { tooDeep, names } = structureOf(text);
	if (tooDeep !== undefined) throw refuse(tooDeep, "values nested too deeply");
	yield;
	if (names !== countNames(value)) {
		const repeated = findRepeatedName(text);
		if (repeated !== undefined) {
			throw refuse(
				repeated.offset,
				`"${cleanText(repeated.name)}" appears twice in one object; remove one of them`,
			);
		}
	}
	return value;
}
