import { ScimError } from "../scim/errors.ts";
import type { Json, JsonObject, NewScimUser, ScimUser } from "../scim/resource.ts";
import { isObject, memberOf } from "../scim/resource-value.ts";
import { composed, folded } from "../text/folded.ts";
import { isEmpty, readUser } from "./answer.ts";
import type { Answer, ScimClient } from "./client.ts";
import { answerLost } from "./connection-failure.ts";
import { isOutOfService } from "./refusal.ts";
import type { Sending } from "./scim-request.ts";

/**
 * Creates a user exactly once. When the answer is lost, the user may or may not exist: it is looked up by userName
 * before it is sent again, and an existing user that holds what was sent counts as created. So does one that a
 * conflict points to after a lost answer. A creation that the server has confirmed is never sent again.
 */
export async function createUser(
	client: ScimClient,
	user: NewScimUser,
	lookUp: () => Promise<readonly ScimUser[]>,
	sending: Sending,
): Promise<ScimUser> {
	const present = async (lost: ScimError) => {
		try {
			return await lookUp();
		} catch (error) {
			throw error instanceof ScimError ? unknownOutcome(user, lost, error) : error;
		}
	};
	for (let lost = 0; ; ) {
		let answer: Answer;
		try {
			answer = await client.send({ method: "POST", path: "/Users", body: user, ...sending });
			const created = readCreated(answer);
			if (created !== undefined) return created;
		} catch (error) {
			if (!(error instanceof ScimError)) throw error;
			const unsure = answerLost(error);
			if (!unsure && !(error.code === "conflict" && lost > 0)) throw error;
			const isOut = isOutOfService(error.status ?? 0);
			if (unsure) lost++;
			// While the server is out of service, all requests pause, the look-up as well.
			if (unsure && !isOut) await client.pause(lost, sending.signal);
			const found = await present(error);
			const created = found.find((candidate) => holds(candidate, user));
			if (created !== undefined) return created;
			if (found.length > 0) throw takenByAnother(user, error);
			if (!unsure || error.pause !== undefined || lost > (isOut ? client.pauses : client.retries))
				throw error;
			continue;
		}
		return shown(client, user, present, notShown(user, answer), sending.signal);
	}
}

/** The user in the answer; undefined when the server has confirmed the creation without showing the user. A page with 200 confirms nothing. */
function readCreated(answer: Answer): ScimUser | undefined {
	if (isEmpty(answer)) return undefined;
	try {
		return readUser(answer);
	} catch (error) {
		if (answer.status === 200) throw error;
		return undefined;
	}
}

/**
 * The account with the userName is the one that the server has just confirmed, whatever else it shows: userNames are unique. It may show
 * only after a while.
 */
async function shown(
	client: ScimClient,
	user: NewScimUser,
	present: (lost: ScimError) => Promise<readonly ScimUser[]>,
	missing: ScimError,
	signal: AbortSignal | undefined,
): Promise<ScimUser> {
	const userName = folded(user.userName);
	for (let retry = 0; ; ) {
		const found = await present(missing);
		const own = found.find((candidate) => folded(candidate.userName) === userName);
		if (own !== undefined) return own;
		if (retry >= client.retries) throw missing;
		await client.pause(++retry, signal);
	}
}

function notShown({ userName }: NewScimUser, { status, request, attempts }: Answer): ScimError {
	return new ScimError(
		"not-scim",
		`${request}: the server confirmed the creation of ${userName} (${status}), but does not show the account. It is looked up again before the next attempt.`,
		{ status, request, attempts },
	);
}

function unknownOutcome(user: NewScimUser, lost: ScimError, lookUp: ScimError): ScimError {
	return new ScimError(
		lost.code,
		`POST /Users: the answer was lost (${lost.code}), and ${user.userName} could not be looked up. The user may have been created and is looked up again before the next attempt. ${lookUp.message}`,
		{
			request: "POST /Users",
			attempts: lost.attempts,
			cause: lookUp,
			pause: lookUp.pause,
			...(lost.status === undefined ? {} : { status: lost.status }),
			...(lookUp.detail === undefined ? {} : { detail: lookUp.detail }),
		},
	);
}

function takenByAnother(user: NewScimUser, error: ScimError): ScimError {
	return new ScimError(
		"conflict",
		`POST /Users: the answer was lost (${error.code}), and ${user.userName} now exists with different values. It may have been created by someone else: match it or delete it, then provision again.`,
		{
			request: "POST /Users",
			attempts: error.attempts,
			cause: error,
			...(error.status === undefined ? {} : { status: error.status }),
		},
	);
}

/**
 * Whether a user on the server is the one that was sent. Compares what identifies a user; servers may rewrite the
 * rest (Sumo makes each role primary, and keeps one e-mail address only).
 */
export function holds(present: ScimUser, sent: NewScimUser): boolean {
	const same = (left: Json | undefined, right: Json | undefined) =>
		right === undefined ||
		right === null ||
		left === right ||
		(typeof left === "string" && typeof right === "string" && composed(left) === composed(right));
	const name = (user: JsonObject, part: string) => {
		const whole = memberOf(user, "name");
		return isObject(whole) ? memberOf(whole, part) : undefined;
	};
	return (
		folded(present.userName) === folded(sent.userName) &&
		same(present.active, memberOf(sent, "active")) &&
		same(name(present, "givenName"), name(sent, "givenName")) &&
		same(name(present, "familyName"), name(sent, "familyName")) &&
		(memberOf(present, "externalId") === undefined ||
			same(memberOf(present, "externalId"), memberOf(sent, "externalId"))) &&
		emails(sent)
			.slice(0, 1)
			.every((address) => emails(present).includes(address))
	);
}

function emails(user: JsonObject): readonly string[] {
	const list = memberOf(user, "emails");
	return (Array.isArray(list) ? list : []).flatMap((email) => {
		const value = isObject(email) ? memberOf(email, "value") : email;
		return typeof value === "string" ? [value.toLowerCase()] : [];
	});
}
