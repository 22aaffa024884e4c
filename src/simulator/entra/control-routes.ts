import { z } from "zod";
import { controlled } from "../loopback/control.ts";
import { json, noContent } from "../loopback/exchange.ts";
import type { JsonObject } from "../loopback/json.ts";
import type { Pending, Routes } from "../loopback/routes.ts";
import { behaviorSchema } from "./behavior.ts";
import { type EntraControl, newUserSchema } from "./control.ts";
import { showExecution } from "./synchronization/job/execution.ts";
import type { Job } from "./synchronization/job/job.ts";
import { schemaRaceSchema } from "./synchronization/schema/schema-race.ts";
import { userChangeSchema } from "./users.ts";

/** The control API of Entra over HTTP, under `/_control/`. */
export function controlRoutes(control: EntraControl): Routes<Pending> {
	const done = (act: () => void) => () => {
		act();
		return noContent;
	};
	return {
		"PATCH /_control/behaviour": controlled(behaviorSchema, (change) => {
			control.behave(change);
			return noContent;
		}),
		"POST /_control/throttle": controlled(
			z.strictObject({
				count: z.int().positive(),
				retryAfter: z.number().nonnegative(),
				path: z.string().exactOptional(),
				inBatch: z.boolean().exactOptional(),
			}),
			({ count, retryAfter, ...where }) => {
				control.throttle(count, retryAfter, where);
				return noContent;
			},
		),
		"POST /_control/expire-access-tokens": done(() => control.expireAccessTokens()),
		"POST /_control/expire-delta-tokens": done(() => control.expireDeltaTokens()),
		"POST /_control/end-certificates": controlled(z.strictObject({ days: z.number() }), ({ days }) => {
			control.endCertificates(days);
			return noContent;
		}),
		"POST /_control/client/certificates": controlled(
			z.strictObject({ certificate: z.string().includes("BEGIN CERTIFICATE") }),
			({ certificate }) => {
				control.registerCertificate(certificate);
				return noContent;
			},
		),
		"POST /_control/client/federated-credentials": controlled(
			z.strictObject({
				issuer: z.string(),
				subject: z.string(),
				publicKey: z.string().includes("BEGIN PUBLIC KEY"),
			}),
			(credential) => {
				control.trustWorkload(credential);
				return noContent;
			},
		),
		"GET /_control/device-codes": () => json(200, { userCodes: [...control.deviceCodes()] }),
		"POST /_control/device-codes/{code}/approve": (request, code) => {
			control.approveDeviceCode(code, request.query.get("user") ?? undefined);
			return noContent;
		},
		"POST /_control/device-codes/{code}/decline": (_request, code) => {
			control.declineDeviceCode(code);
			return noContent;
		},
		"POST /_control/synchronization/quarantine": controlled(
			z.strictObject({ reason: z.string() }),
			({ reason }) => {
				control.quarantine(reason);
				return noContent;
			},
		),
		"POST /_control/synchronization/race": controlled(schemaRaceSchema, (race) => {
			control.raceSchema(race);
			return noContent;
		}),
		"POST /_control/synchronization/run": async () => {
			const jobs = await control.runCycle();
			if (jobs.length === 0) return json(409, { error: "no synchronization job is started" });
			return json(200, { jobs: jobs.map(summary) });
		},
		"GET /_control/state": () => json(200, control.snapshot()),
		"POST /_control/users": controlled(newUserSchema, (user) => json(201, { id: control.addUser(user).id })),
		"PATCH /_control/users/{key}": controlled(userChangeSchema, (change, key) => {
			control.editUser(key, change);
			return noContent;
		}),
		"DELETE /_control/users/{key}": (request, key) => {
			control.deleteUser(key, { forGood: request.query.get("forGood") === "true" });
			return noContent;
		},
		"PUT /_control/groups/{group}/members/{member}": (_request, group, member) => {
			control.setMember(group, member, true);
			return noContent;
		},
		"DELETE /_control/groups/{group}/members/{member}": (_request, group, member) => {
			control.setMember(group, member, false);
			return noContent;
		},
		"POST /_control/assignments": controlled(
			z.strictObject({ principal: z.string(), role: z.string().optional() }),
			({ principal, role }) => json(201, { id: control.assign(principal, role).id }),
		),
		"DELETE /_control/assignments/{principal}": (_request, principal) => {
			control.unassign(principal);
			return noContent;
		},
	};
}

/** A job and its last cycle in short. */
function summary({ id, code, lastExecution, quarantine }: Job): JsonObject {
	return {
		id,
		code,
		quarantine: quarantine?.reason ?? null,
		lastExecution: lastExecution === null ? null : showExecution(lastExecution),
	};
}
