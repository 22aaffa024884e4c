import { sourceAttribute } from "../../attributes/source-schema.ts";
import { isEnabled, principalNameOf, type SourceUser } from "../../source/source-user.ts";
import { cleanText } from "../../text/clean-text.ts";
import { type FileKind, howToGetEnabled, howToKeepLetters, howToKeepValues } from "./file-kind.ts";
import type { Finding, FindingPlace } from "./finding.ts";
import {
	hasLostLetters,
	identifiers,
	invisibleIn,
	isCutObject,
	isFormulaError,
	isNoValue,
	isOtherwiseWritten,
	isShortened,
	names,
	numbers,
} from "./lost-text.ts";

/** Looks for what is silently wrong with users, while they are read: there may be 100,000. */
export type UserChecks = {
	/** To be called for a value that `isTypeName` or `isFormulaError`, before the user's `add`. */
	readonly lostValue: (user: number, attribute: string, text: string) => void;
	/** To be called for the roles that the file gives a user, before the user's `add`; `[""]` for default access. */
	readonly roles: (user: number, roles: readonly string[]) => void;
	/** To be called for a user whose id is missing and therefore the user principal name, before the user's `add`. */
	readonly withoutId: (user: number) => void;
	/** To be called for each user, in the order of the file. */
	readonly add: (user: SourceUser) => void;
	readonly findings: () => readonly Finding[];
};

type Seen = { readonly at: FindingPlace; readonly text: string; count: number };

/** @param nameOfPlace - Says where a user is: `line 3`, `users[2]`. */
export function createUserChecks(kind: FileKind, nameOfPlace: (user: number) => string): UserChecks {
	const lostValues = new Map<string, Seen>();
	const lostLetters = new Map<string, Seen>();
	const invisibles = new Map<string, Seen>();
	const otherwiseWritten = new Map<string, Seen>();
	const noValues = new Map<string, Seen>();
	const byPrincipalName = new Map<string, number>();
	const duplicates: Finding[] = [];
	let count = 0;
	let withEnabled = 0;
	let withoutEnabled: Seen | undefined;
	const notAddresses = new Map<string, Seen>();
	const joinedRoles = new Map<string, Seen>();
	const shortened = new Map<string, Seen>();
	const withoutId = new Map<string, Seen>();
	let withAt = 0;
	let disabled = 0;
	let defaultAccess = 0;
	let withoutRole = 0;
	let hasMail = false;
	let hasOthers = false;

	const note = (seen: Map<string, Seen>, attribute: string, user: number, text: string) => {
		const earlier = seen.get(attribute);
		if (earlier === undefined) seen.set(attribute, { at: { user, attribute }, text, count: 1 });
		else earlier.count++;
	};
	const checkPrincipalName = (user: SourceUser) => {
		const principalName = principalNameOf(user);
		if (principalName === "") return;
		if (principalName.includes("@")) withAt++;
		else note(notAddresses, "userPrincipalName", count, principalName);
		const folded = principalName.toLowerCase();
		const earlier = byPrincipalName.get(folded);
		if (earlier === undefined) byPrincipalName.set(folded, count);
		else
			duplicates.push({
				code: "duplicate-user-name",
				at: { user: count, attribute: "userPrincipalName" },
				count: 2,
				message: `${principalName} is the userPrincipalName of two users with different ids: ${nameOfPlace(earlier)} and ${nameOfPlace(count)}.`,
				fix: "Remove the row of the user that no longer exists: both would be matched with one account.",
			});
	};

	return {
		lostValue: (user, attribute, text) => {
			if (sourceAttribute(attribute) !== undefined || isCutObject(attribute, text))
				note(lostValues, attribute, user, text);
		},
		roles(user, roles) {
			if (roles.length === 0) withoutRole++;
			else if (roles.every((role) => role === "")) defaultAccess++;
			const joined = roles.find((role) => /[,|]/.test(role));
			if (joined !== undefined) note(joinedRoles, "role", user, joined);
		},
		withoutId: (user) => note(withoutId, "id", user, ""),
		add(user) {
			const { attributes } = user;
			if (!isEnabled(user)) disabled++;
			for (const name of numbers) {
				const value = attributes[name];
				const one = Array.isArray(value) ? value.find(isShortened) : value;
				if (typeof one === "string" && isShortened(one)) note(shortened, name, count, one);
			}
			if (Object.hasOwn(attributes, "accountEnabled")) withEnabled++;
			if (typeof attributes.accountEnabled !== "boolean") {
				withoutEnabled ??= { at: { user: count, attribute: "accountEnabled" }, text: "", count: 0 };
				withoutEnabled.count++;
			}
			for (const name of names) {
				const value = attributes[name];
				if (typeof value !== "string") continue;
				if (hasLostLetters(value)) note(lostLetters, name, count, value);
				else if (isNoValue(value)) note(noValues, name, count, value);
			}
			for (const name of identifiers) {
				const value = attributes[name];
				if (typeof value !== "string" || value === "") continue;
				if (isNoValue(value)) note(noValues, name, count, value);
				else if (invisibleIn(value) !== undefined) note(invisibles, name, count, value);
				else if (isOtherwiseWritten(name, value)) note(otherwiseWritten, name, count, value);
			}
			checkPrincipalName(user);
			hasMail ||= Object.hasOwn(attributes, "mail");
			hasOthers ||= count === 0 && Object.keys(attributes).some(isOther);
			count++;
		},
		findings: () => [
			...(count === 0 ? [noUsers] : []),
			...(count > 1 && disabled === count ? [allDisabled(count)] : []),
			...(count > 0 && defaultAccess === count ? [allDefaultAccess(count)] : []),
			...(count > 0 && withoutRole === count ? [noneAssigned(count)] : []),
			...[...joinedRoles.values()].map(joinedRole),
			...[...withoutId.values()].filter((seen) => seen.count < count).map((seen) => someIds(seen, count)),
			...(withAt === 0 ? [] : [...notAddresses.values()].map(notAddress)),
			...[...shortened.values()].map(shortenedNumber),
			...enabledFindings(kind, { count, withEnabled, withoutEnabled, hasOthers }),
			...[...lostValues.values()].map((seen) => lostValue(seen, kind)),
			...[...lostLetters.values()].map((seen) => lostLetter(seen, kind)),
			...[...invisibles.values()].map(invisibleCharacter),
			...[...otherwiseWritten.values()].map(otherwiseWrittenName),
			...[...noValues.values()].map(noValue),
			...firstPage(kind, count),
			...(count > 0 && !hasMail && withoutMail.has(kind) ? [noMail] : []),
			...duplicates,
		],
	};
}

/** What these programs write has no mail, unless it is asked for. */
const withoutMail: ReadonlySet<FileKind> = new Set([
	"microsoft-365",
	"entra-template",
	"get-msoluser",
	"get-aduser",
]);

/** Whether a user has more of Graph's properties than a name: then the missing ones were probably forgotten. */
function isOther(name: string): boolean {
	return !["id", "userPrincipalName", "accountEnabled"].includes(name) && sourceAttribute(name) !== undefined;
}

type EnabledCounts = {
	readonly count: number;
	readonly withEnabled: number;
	readonly withoutEnabled: Seen | undefined;
	readonly hasOthers: boolean;
};

function enabledFindings(
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

function lostValue({ at, text, count }: Seen, kind: FileKind): Finding {
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

function lostLetter({ at, text, count }: Seen, kind: FileKind): Finding {
	return {
		code: "lost-letters",
		at,
		count,
		message: `${at.attribute} is "${text}": letters were lost when the file was written.`,
		fix: howToKeepLetters(kind),
	};
}

function invisibleCharacter({ at, text, count }: Seen): Finding {
	const [character = ""] = invisibleIn(text) ?? "";
	const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
	return {
		code: "invisible-characters",
		at,
		count,
		message: `${at.attribute} ${JSON.stringify(cleanText(text))} holds a character that can't be seen (U+${code}): no account with the same address matches.`,
		fix: "Remove it from the file, or map the attribute with Trim and Replace.",
	};
}

function otherwiseWrittenName({ at, text, count }: Seen): Finding {
	return {
		code: "not-an-address",
		at,
		count,
		message: `${at.attribute} ${JSON.stringify(cleanText(text))} is not written as one address: no account with the same address matches.`,
		fix: "Write the address alone, such as ann@example.com.",
	};
}

function noValue({ at, text, count }: Seen): Finding {
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
function firstPage(kind: FileKind, count: number): readonly Finding[] {
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

function joinedRole({ at, text, count }: Seen): Finding {
	return {
		code: "joined-roles",
		at,
		count,
		message: `The role "${cleanText(text)}" is read as one role.`,
		fix: "If these are several roles, separate them with semicolons.",
	};
}

function someIds({ at, count }: Seen, all: number): Finding {
	return {
		code: "id-empty",
		at,
		count,
		message: `The id is empty for ${count} of ${all} users: their userPrincipalName in lower case is their id, so they are other users when they are renamed.`,
		fix: "Export the id of all users.",
	};
}

function notAddress({ at, text, count }: Seen): Finding {
	return {
		code: "no-user-name",
		at,
		count,
		message: `The userPrincipalName "${cleanText(text)}" has no @, unlike that of other users: it may be a total or a note.`,
		fix: "Remove what is not a user from the file.",
	};
}

function shortenedNumber({ at, text, count }: Seen): Finding {
	return {
		code: "lost-digits",
		at,
		count,
		message: `${at.attribute} is "${cleanText(text)}": digits were lost when a spreadsheet saved the file.`,
		fix: "Export again without opening the file in a spreadsheet, or format the column as text first.",
	};
}

function allDisabled(count: number): Finding {
	return {
		code: "all-disabled",
		at: { user: 0, attribute: "accountEnabled" },
		count,
		message: `All ${count} users are disabled, so their accounts are deactivated.`,
		fix: "Check that accountEnabled is true for users who may sign in.",
	};
}

function allDefaultAccess(count: number): Finding {
	return {
		code: "no-roles",
		at: { user: 0, attribute: "role" },
		count,
		message: "The role is empty for all users, so all are assigned, with default access and no role.",
		fix: "Fill in each user's role, - for users that are not assigned.",
	};
}

function noneAssigned(count: number): Finding {
	return {
		code: "no-assignments",
		at: { user: 0, attribute: "role" },
		count,
		message: "The role is - for all users, so no user is assigned.",
		fix: "Fill in the role of each user who is to have an account.",
	};
}

const noUsers: Finding = {
	code: "no-users",
	at: null,
	count: 0,
	message: "The file has no users, so all users provisioned before leave the scope.",
	fix: "Export the users again.",
};

const noMail: Finding = {
	code: "no-mail",
	at: null,
	count: 0,
	message: "The file has no mail, so mappings that read [mail] get nothing.",
	fix: "Map the address from `Coalesce([mail], [userPrincipalName])`.",
};
