import { sourceAttribute } from "../../attributes/source-schema.ts";
import { principalNameOf, type SourceUser } from "../../source/source-user.ts";
import { cleanText } from "../../text/clean-text.ts";
import { type FileKind, howToGetEnabled, howToKeepLetters, howToKeepValues } from "./file-kind.ts";
import type { Finding, FindingPlace } from "./finding.ts";
import { hasLostLetters, identifiers, invisibleIn, names } from "./lost-text.ts";

/** Looks for what is silently wrong with users, while they are read: there may be 100,000. */
export type UserChecks = {
	/** To be called for a value that `isTypeName`, before the user's `add`. */
	readonly lostValue: (user: number, attribute: string, text: string) => void;
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
	const byPrincipalName = new Map<string, number>();
	const duplicates: Finding[] = [];
	let count = 0;
	let withEnabled = 0;
	let withoutEnabled: Seen | undefined;
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
			if (sourceAttribute(attribute) !== undefined) note(lostValues, attribute, user, text);
		},
		add(user) {
			const { attributes } = user;
			if (Object.hasOwn(attributes, "accountEnabled")) withEnabled++;
			if (typeof attributes.accountEnabled !== "boolean") {
				withoutEnabled ??= { at: { user: count, attribute: "accountEnabled" }, text: "", count: 0 };
				withoutEnabled.count++;
			}
			for (const name of names) {
				const value = attributes[name];
				if (typeof value === "string" && hasLostLetters(value)) note(lostLetters, name, count, value);
			}
			for (const name of identifiers) {
				const value = attributes[name];
				if (typeof value !== "string" || invisibleIn(value) === undefined) continue;
				note(invisibles, name, count, value);
			}
			checkPrincipalName(user);
			hasMail ||= Object.hasOwn(attributes, "mail");
			hasOthers ||= count === 0 && Object.keys(attributes).some(isOther);
			count++;
		},
		findings: () => [
			...(count === 0 ? [noUsers] : []),
			...enabledFindings(kind, { count, withEnabled, withoutEnabled, hasOthers }),
			...[...lostValues.values()].map((seen) => lostValue(seen, kind)),
			...[...lostLetters.values()].map((seen) => lostLetter(seen, kind)),
			...[...invisibles.values()].map(invisibleCharacter),
			...(count > 0 && !hasMail && (kind === "microsoft-365" || kind === "entra-template") ? [noMail] : []),
			...duplicates,
		],
	};
}

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
	return {
		code: "lost-values",
		at,
		count,
		message: `${at.attribute} holds "${text}", the name of a type instead of the values: it is read as empty.`,
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
