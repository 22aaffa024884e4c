import { sourceAttribute } from "../../attributes/source-schema.ts";
import { isEnabled, principalNameOf, type SourceUser } from "../../source/source-user.ts";
import type { FileKind } from "./file-kind.ts";
import type { Finding } from "./finding.ts";
import {
	hasLostLetters,
	identifiers,
	invisibleIn,
	isCutObject,
	isNoValue,
	isOtherwiseWritten,
	isShortened,
	names,
	numbers,
} from "./lost-text.ts";
import {
	allDefaultAccess,
	allDisabled,
	enabledFindings,
	firstPage,
	invisibleCharacter,
	joinedRole,
	lostLetter,
	lostValue,
	noMail,
	noneAssigned,
	notAddress,
	noUsers,
	noValue,
	otherwiseWrittenName,
	type Seen,
	shortenedNumber,
	someIds,
} from "./user-findings.ts";

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
