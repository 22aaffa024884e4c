import { z } from "zod";
import { ScimError } from "../scim/errors.ts";
import { arePlainUsers, type ScimUser, scimUser, scimUsers, withNames } from "../scim/resource.ts";
import { plainText } from "../text/plain-text.ts";
import type { Answer } from "./client.ts";

/** A page of users (RFC 7644 §3.4.2). Only `Resources` is relied on; `totalResults` is a hint, null when absent. */
export type UserPage = { readonly totalResults: number | null; readonly users: readonly ScimUser[] };

/** A total that is not a number, or negative, is as good as none. */
const total = z
	.union([z.int().min(0), z.string().regex(/^\d+$/).transform(Number)])
	.nullish()
	.catch(null);

const list = z.preprocess(
	(value) => withNames(["totalResults", "Resources"], value),
	z
		.object({ totalResults: total, Resources: scimUsers.nullish() })
		.refine(
			({ totalResults, Resources }) => typeof totalResults === "number" || Array.isArray(Resources),
			"neither totalResults nor Resources",
		),
);

/** What an answer must hold. Throws nothing. */
type Shape<T> = Pick<z.ZodType<T>, "safeParse">;

type List = z.output<typeof list>;

/**
 * A list of users. One in the form of RFC 7644 is not parsed again: it needs no change, and after a transform of zod V8
 * keeps a page until its next full garbage collection.
 */
const plainOrOtherList: Shape<List> = {
	safeParse: (value) => (isPlainList(value) ? { success: true, data: value } : list.safeParse(value)),
};

function isPlainList(value: unknown): value is List & object {
	if (typeof value !== "object" || value === null) return false;
	if (!("totalResults" in value && "Resources" in value)) return false;
	const { totalResults, Resources } = value;
	return Number.isSafeInteger(totalResults) && Number(totalResults) >= 0 && arePlainUsers(Resources);
}

/** Whether the server confirmed a request without showing what it did. */
export function isEmpty({ body }: Answer): boolean {
	return body.text.trim() === "";
}

export function readUser(answer: Answer): ScimUser {
	return read(answer, scimUser, "a user");
}

/** The user with that id. Throws `not-scim` when the answer shows another one: no change must be planned for them. */
export function readUserWithId(answer: Answer, id: string): ScimUser {
	const user = readUser(answer);
	if (isSameId(user.id, id)) return user;
	throw new ScimError(
		"not-scim",
		`${answer.request}: the server answered with the user ${user.userName} (${user.id}) instead.`,
		{ status: answer.status, request: answer.request, attempts: answer.attempts },
	);
}

/** Ids are hexadecimal in Sumo Logic, and servers may change their case. */
export function isSameId(left: string, right: string): boolean {
	return left.toLowerCase() === right.toLowerCase();
}

export function readPage(answer: Answer): UserPage {
	return pageOf(read(answer, plainOrOtherList, "a list of users"));
}

/** The first page, which must hold users when the total says that there are some (RFC 7644 §3.4.2). */
export function readFirstPage(answer: Answer): UserPage {
	const shape = list.refine(
		({ totalResults, Resources }) => Array.isArray(Resources) || totalResults === 0,
		"totalResults without Resources",
	);
	return pageOf(read(answer, shape, "a list of users"));
}

/** A total of fewer users than the page holds is wrong. */
function pageOf({ totalResults, Resources }: List): UserPage {
	const users = Resources ?? [];
	const isPossible = typeof totalResults === "number" && totalResults >= users.length;
	return { totalResults: isPossible ? totalResults : null, users };
}

/** Parses an answer's body. Throws `not-scim` with the first words, or with the first thing that does not fit. */
export function read<T>(answer: Answer, shape: Shape<T>, expected: string): T {
	const refuse = (why: string, cause?: unknown) =>
		new ScimError("not-scim", `${answer.request}: expected ${expected}, but ${why}.`, {
			status: answer.status,
			request: answer.request,
			attempts: answer.attempts,
			detail: plainText(answer.body.text, 120),
			cause,
		});
	let json: unknown;
	try {
		json = answer.body.json();
	} catch (error) {
		const words = plainText(answer.body.text, 120);
		throw refuse(words === "" ? "the answer is empty" : `the answer is not JSON: "${words}"`, error);
	}
	const parsed = shape.safeParse(json);
	if (parsed.success) return parsed.data;
	const [issue] = parsed.error.issues;
	const place =
		issue === undefined || issue.path.length === 0 ? "the answer" : issue.path.map(String).join(".");
	throw refuse(
		`${place} does not fit (${issue?.message ?? "unknown"}): "${plainText(answer.body.text, 120)}"`,
	);
}
