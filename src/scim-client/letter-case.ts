import { parsePath, readAll, type TargetPath } from "../scim/path.ts";
import type { ScimUser } from "../scim/resource.ts";
import { readFirstPage } from "./answer.ts";
import type { ScimClient } from "./client.ts";
import { sendAndRead } from "./read-again.ts";
import type { ScimRequest } from "./scim-request.ts";

/** The accounts that the filter finds for a value; undefined when the server refuses it. */
export type AskAgain = (value: string) => Promise<readonly ScimUser[] | undefined>;

/** By attribute: whether its filter tells letters of different case apart; null where nothing shows it. */
export type LetterCases = Map<string, Promise<boolean | null>>;

/** Accounts of the list that one is chosen from. */
const listed = 10;

/**
 * Whether an empty answer may only mean that an account has the value with its letters in another case. Learned once for each attribute,
 * with two requests, from an account that the list shows: a filter that finds it by its value in another case ignores case. Without such
 * an account, or where the list can't be read, the empty answer counts.
 *
 * @param ask sends the same filter with another value
 */
export async function mayDifferInCase(
	{ attribute, value }: { readonly attribute: string; readonly value: string },
	ask: AskAgain,
	list: () => Promise<readonly ScimUser[]>,
	known: LetterCases,
): Promise<boolean> {
	if (inOtherCase(value) === value) return false;
	const learn = async () => {
		const sample = sampleOf(await list(), parsePath(attribute));
		return sample === undefined ? null : (await findsInOtherCase(sample, ask)) === false;
	};
	const learning = known.get(attribute) ?? learn();
	known.set(attribute, learning);
	try {
		const differs = await learning;
		if (differs === null) known.delete(attribute);
		return differs ?? false;
	} catch (error) {
		known.delete(attribute);
		throw error;
	}
}

/** An account and the value that it is found by. */
export type Sample = { readonly account: ScimUser; readonly value: string };

/** The first active account whose value has letters. */
function sampleOf(accounts: readonly ScimUser[], path: TargetPath): Sample | undefined {
	for (const account of accounts) {
		const [value] = readAll(account, path);
		if (account.active && typeof value === "string" && inOtherCase(value) !== value)
			return { account, value };
	}
	return undefined;
}

/** Whether the filter finds the account by its value in another case; undefined where it can't tell. */
export async function findsInOtherCase(
	{ account, value }: Sample,
	ask: AskAgain,
): Promise<boolean | undefined> {
	const other = inOtherCase(value);
	return other === value ? undefined : (await ask(other))?.some(({ id }) => id === account.id);
}

/** The value with each letter of ASCII in the other case; the same value when there is none. */
function inOtherCase(value: string): string {
	return value.replace(/[a-z]/giu, (letter) =>
		letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase(),
	);
}

/** The beginning of the list. Throws `ScimError`. */
export async function firstAccounts(
	client: ScimClient,
	sending: Pick<ScimRequest, "priority" | "signal" | "retries">,
): Promise<readonly ScimUser[]> {
	const request = { path: "/Users", query: { startIndex: 1, count: listed }, ...sending };
	return (await sendAndRead(client, request, readFirstPage)).users;
}
