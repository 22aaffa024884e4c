import { cleanText } from "../../text/clean-text.ts";
import { type FileKind, howToGetEnabled, howToKeepLetters, howToKeepValues } from "./file-kind.ts";
import type { Finding, FindingPlace } from "./finding.ts";
import { invisibleIn, isFormulaError, unwritableIn } from "./lost-text.ts";

/** Where something was seen first, what stands there, and for how many users it was seen. */
export type Seen = { readonly at: FindingPlace; readonly text: string; count: number };

/*
 * What can be wrong with the users of a file, in words with the fix. Each takes what was seen, and where the fix depends on the program
 * that wrote the file, its kind.
 */

type EnabledCounts = {
	readonly count: number;
	readonly withEnabled: number;
	readonly withoutEnabled: Seen | undefined;
	readonly hasOthers: boolean;
};

export function enabledFindings(
	kind: FileKind,
	{ count, withEnabled, withoutEnabled, hasOthers }: EnabledCounts,
): readonly Finding[] {
	if (withoutEnabled === undefined) return [];
	const fix = howToGetEnabled(kind);
	if (withEnabled === 0) {
		const message =
			"The file has no accountEnabled, so all users count as enabled, also those that are disabled.";
		return hasOthers ? [{ code: "account-enabled-missing", at: null, count, message, fix }] : [];
	}
	const which = withoutEnabled.count === count ? "all users" : `${withoutEnabled.count} of ${count} users`;
	const message = `accountEnabled is empty for ${which}: they count as enabled, also those that are disabled.`;
	return [
		{ code: "account-enabled-empty", at: withoutEnabled.at, count: withoutEnabled.count, message, fix },
	];
}

export function lostValue({ at, text, count }: Seen, kind: FileKind): Finding {
	if (isFormulaError(text))
		return {
			code: "lost-values",
			at,
			count,
			message: `${at.attribute} is "${cleanText(text)}", the error of a formula in a spreadsheet: it is read as empty.`,
			fix: "Correct the formula, or type the value in its place.",
		};
	return {
		code: "lost-values",
		at,
		count,
		message: `${at.attribute} holds "${cleanText(text).slice(0, 120)}", ${text.startsWith("@{") ? "the text of an object" : "the name of a type"} instead of the values: it is read as empty.`,
		fix: howToKeepValues(kind, at.attribute ?? ""),
	};
}

export function lostLetter({ at, text, count }: Seen, kind: FileKind): Finding {
	return {
		code: "lost-letters",
		at,
		count,
		message: `${at.attribute} is "${cleanText(text)}": letters were lost when the file was written.`,
		fix: howToKeepLetters(kind),
	};
}

export function invisibleCharacter({ at, text, count }: Seen): Finding {
	return {
		code: "invisible-characters",
		at,
		count,
		message: `${at.attribute} ${JSON.stringify(cleanText(text))} holds a character that can't be seen (${codeOf(invisibleIn(text))}): no account with the same address matches.`,
		fix: "Remove it from the file, or map the attribute with Trim and Replace.",
	};
}

export function unwritableCharacter({ at, text, count }: Seen): Finding {
	return {
		code: "invisible-characters",
		at,
		count,
		message: `${at.attribute} ${JSON.stringify(cleanText(text))} holds a character that can't be seen (${codeOf(unwritableIn(text))}): a target refuses or changes it.`,
		fix: "Correct the value where it comes from, or in the file.",
	};
}

function codeOf(character = ""): string {
	return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

export function otherwiseWrittenName({ at, text, count }: Seen): Finding {
	return {
		code: "not-an-address",
		at,
		count,
		message: `${at.attribute} ${JSON.stringify(cleanText(text))} is not written as one address: no account with the same address matches.`,
		fix: "Write the address alone, such as ann@example.com.",
	};
}

export function noValue({ at, text, count }: Seen): Finding {
	return {
		code: "no-value",
		at,
		count,
		message: `${at.attribute} is the word ${cleanText(text)}, which is provisioned as it is.`,
		fix: "Leave the cell empty where there is no value.",
	};
}

/**
 * The users that a command returns unless it is asked for all.
 *
 * @see https://learn.microsoft.com/graph/api/user-list (100 on a page, at most 999)
 * @see https://learn.microsoft.com/powershell/module/azuread/get-azureaduser (100)
 * @see https://learn.microsoft.com/powershell/module/msonline/get-msoluser (500)
 */
export function firstPage(kind: FileKind, count: number): readonly Finding[] {
	const pages = kind === "get-msoluser" ? [500] : kind.startsWith("powershell") ? [100, 999] : [];
	if (!pages.includes(count)) return [];
	return [
		{
			code: "first-page",
			at: null,
			count,
			message: `The file has exactly ${count} users, as many as one page has. If there are more, those that are missing leave the scope.`,
			fix: "Export again with `-All`, or check that these are all users.",
		},
	];
}

export function joinedRole({ at, text, count }: Seen): Finding {
	return {
		code: "joined-roles",
		at,
		count,
		message: `The role "${cleanText(text)}" is read as one role.`,
		fix: "If these are several roles, separate them with semicolons.",
	};
}

export function invisibleInRole({ at, text, count }: Seen): Finding {
	return {
		code: "invisible-characters",
		at,
		count,
		message: `The role ${JSON.stringify(cleanText(text))} holds a character that can't be seen (${codeOf(invisibleIn(text))}): no role with the same name matches.`,
		fix: "Remove it from the file.",
	};
}

export function noRole({ at, text, count }: Seen): Finding {
	return {
		code: "no-value",
		at,
		count,
		message: `The role is the word ${cleanText(text)}, which is taken for the name of a role.`,
		fix: "Leave the cell empty for default access without a role, or write - for a user that is not assigned.",
	};
}

export function someIds({ at, count }: Seen, all: number): Finding {
	return {
		code: "id-empty",
		at,
		count,
		message: `The id is empty for ${count} of ${all} users: their userPrincipalName in lower case is their id, so they are other users when they are renamed.`,
		fix: "Export the id of all users.",
	};
}

/** @param seen the second user who has the address; how many users share one. `earlier` and `later` say where the first two are. */
export function sharedAddress({ at, text, count }: Seen, earlier: string, later: string): Finding {
	const others = count > 2 ? `; in all, ${count} users share an address` : "";
	return {
		code: "shared-address",
		at,
		count,
		message: `The mail ${cleanText(text)} is that of several users: ${earlier} and ${later}${others}. The target takes an address once.`,
		fix: "Give each user an address of their own, or unassign all but one.",
	};
}

export function notAddress({ at, text, count }: Seen): Finding {
	return {
		code: "no-user-name",
		at,
		count,
		message: `The userPrincipalName "${cleanText(text)}" has no @, unlike that of other users: it may be a total or a note.`,
		fix: "Remove what is not a user from the file.",
	};
}

export function shortenedNumber({ at, text, count }: Seen): Finding {
	return {
		code: "lost-digits",
		at,
		count,
		message: `${at.attribute} is "${cleanText(text)}": digits were lost when a spreadsheet saved the file.`,
		fix: "Export again without opening the file in a spreadsheet, or format the column as text first.",
	};
}

export function allDisabled(count: number): Finding {
	return {
		code: "all-disabled",
		at: { user: 0, attribute: "accountEnabled" },
		count,
		message: `All ${count} users are disabled, so their accounts are deactivated.`,
		fix: "Check that accountEnabled is true for users who may sign in.",
	};
}

export function allDefaultAccess(count: number): Finding {
	return {
		code: "no-roles",
		at: { user: 0, attribute: "role" },
		count,
		message: "The role is empty for all users, so all are assigned, with default access and no role.",
		fix: "Fill in each user's role, - for users that are not assigned.",
	};
}

export function noneAssigned(count: number): Finding {
	return {
		code: "no-assignments",
		at: { user: 0, attribute: "role" },
		count,
		message: "The role is - for all users, so no user is assigned.",
		fix: "Fill in the role of each user who is to have an account.",
	};
}

export const noUsers: Finding = {
	code: "no-users",
	at: null,
	count: 0,
	message: "The file has no users, so all users provisioned before leave the scope.",
	fix: "Export the users again.",
};

export const noMail: Finding = {
	code: "no-mail",
	at: null,
	count: 0,
	message: "The file has no mail, so mappings that read [mail] get nothing.",
	fix: "Map the address from `Coalesce([mail], [userPrincipalName])`.",
};
