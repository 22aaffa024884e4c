import type { Profile } from "../../config/profile.ts";
import { namesApplication, secretOf } from "../../config/settings/sign-in-kind.ts";
import type { Connector } from "../../http/connector.ts";
import { skewWarning } from "../../http/server-clocks.ts";
import { RemediableError, remedyOf } from "../../ports/errors/remediable-error.ts";
import { defaultAccessId } from "../../source/app-role.ts";
import { entitle } from "../../source/entitlement.ts";
import {
	AccessKeyError,
	accessIdWarning,
	accessKeyWarning,
	entryOfToken,
	readSecretToken,
	secretToken,
} from "../../sumo/access-key.ts";
import { readTenantUrl, TenantUrlError } from "../../sumo/tenant-url.ts";
import { cleanText } from "../../text/clean-text.ts";
import { errorMessage } from "../../text/error-message.ts";
import type { DemoConnection } from "../profile/demo-connection.ts";
import { ProfileConflictError } from "../profile/profile-conflict-error.ts";
import type { ProfileState } from "../profile/profile-state.ts";
import type { DeviceSignIns } from "../source/device-sign-ins.ts";
import { interactiveLimits, openSource } from "../source/open-source.ts";
import { secretFor } from "../source/sign-in.ts";
import {
	type Connection,
	type ConnectionDraft,
	type ConnectionReport,
	type DraftProblem,
	isSourceField,
	type SourceField,
	type SourceReport,
} from "./connection.ts";
import { openTarget } from "./open-target.ts";
import { readToken, scimUrlOf } from "./read-token.ts";
import { sourceAdvice } from "./source-advice.ts";
import { sourceToSave } from "./source-to-save.ts";

export type ConnectionServiceParts = {
	readonly state: Pick<ProfileState, "inUse" | "secrets" | "secretMarks" | "saveConnection">;
	/** The demo tenant, when it is the source and target. */
	readonly demo: DemoConnection | undefined;
	/** Proxy and certificates. */
	readonly connector: () => Connector;
	readonly deviceSignIns: DeviceSignIns;
};

/** Edits and tests the source and the target of a profile. */
export function createConnectionService({
	state,
	demo,
	connector,
	deviceSignIns,
}: ConnectionServiceParts): Connection {
	const sourceSecretOf = (draft: Pick<ConnectionDraft, "source" | "sourceSecret">) =>
		secretFor(draft.source, draft.sourceSecret, {
			source: state.inUse.source,
			secret: state.secrets.sourceSecret,
		});

	/**
	 * The token of the draft: typed parts first, saved ones for the rest. Throws `AccessKeyError`.
	 * A saved token of another SCIM server need not be a pair, and is used as it is.
	 */
	const tokenOf = (draft: ConnectionDraft): string => {
		const saved = state.secrets.secretToken;
		if (saved !== undefined && !draft.accessId && !draft.accessKey) return saved;
		const pair = readSaved(saved);
		return secretToken(draft.accessId || (pair?.accessId ?? ""), draft.accessKey || (pair?.accessKey ?? ""));
	};

	const current = (): ConnectionDraft => {
		const { appName, target, source } = state.inUse;
		const { secretToken, sourceSecret } = state.secretMarks;
		return {
			...{ appName, target, source },
			accessId: readSaved(state.secrets.secretToken)?.accessId,
			saved: { secretToken, sourceSecret },
		};
	};

	return {
		current,
		secretsSaved: (draft) => ({
			accessKey: state.secrets.secretToken !== undefined,
			sourceSecret: sourceSecretOf({ source: draft?.source ?? state.inUse.source }) !== undefined,
		}),
		tenantUrl: scimUrlOf,
		revealToken: async (draft) => {
			try {
				const token = tokenOf(draft);
				return entryOfToken(token) === undefined ? token : await readToken(draft, token);
			} catch (error) {
				if (error instanceof AccessKeyError) return null;
				throw error;
			}
		},
		check: (draft) => problemsOf(draft, () => tokenOf(draft)),

		test: async (draft, signal): Promise<ConnectionReport> => {
			const problem = problemsOf(draft, () => tokenOf(draft)).find(
				({ severity, field }) => severity === "error" && !isSourceField(field),
			);
			if (problem !== undefined)
				return { ok: false, message: problem.message, advice: "Correct it, then test again." };
			const drafted = { ...state.inUse, target: draft.target, appName: draft.appName };
			const connecting = connector();
			const secrets = { secretToken: tokenOf(draft) };
			const target = await openTarget(drafted, secrets, connecting, interactiveLimits).catch(unusable);
			if ("unusable" in target) return { ok: false, message: target.unusable, advice: "" };
			const tested = await target.testConnection(signal);
			const skew = skewWarning(connecting, new URL(readTenantUrl(scimUrlOf(drafted)).url).host) ?? "";
			if (tested.ok)
				return { ok: true, message: tested.message, advice: `${tested.note ?? ""} ${skew}`.trim() };
			const { message, advice } = tested.problem;
			return { ok: false, message, advice: `${advice} ${skew}`.trim() };
		},

		testSource: async (draft, signal): Promise<SourceReport> => {
			try {
				const source = await openSource(draft.source, sourceSecretOf(draft), {
					...{ demo, deviceSignIns, connector: connector() },
					limits: interactiveLimits,
				});
				try {
					const { roles, assignments, members } = await source.assignments(signal);
					const entitled = entitle(assignments, roles, (group) => members.get(group) ?? []);
					const named = roles
						.filter(({ id }) => id !== defaultAccessId)
						.map(({ displayName }) => cleanText(displayName));
					return {
						ok: true,
						message: `${source.label}: ${entitled.size} assigned; roles: ${named.join(", ") || "none"}`,
						advice: "",
						assigned: entitled.size,
					};
				} finally {
					await source.close();
				}
			} catch (error) {
				if (signal?.aborted) throw error;
				const failed = { ok: false, message: cleanText(errorMessage(error)), assigned: null };
				const remedy = remedyOf(error);
				return remedy?.type === "set-up-application"
					? { ...failed, advice: "", remedy }
					: { ...failed, advice: sourceAdvice(error, draft.source.type, demo !== undefined) };
			}
		},

		save: async (draft, basis) => {
			if (basis !== undefined && basis.accessId !== current().accessId)
				throw new ProfileConflictError(state.inUse.name, ["access key changed"]);
			const problem = problemsOf(draft, () => tokenOf(draft)).find(
				({ severity, field }) => severity === "error" && field !== "accessKey" && field !== "accessId",
			);
			if (problem !== undefined) throw new Error(problem.message);
			const { appName } = draft;
			const source = sourceToSave(draft.source, state.inUse.source);
			const target = { ...draft.target, ...savedDialect(draft.target, state.inUse.target) };
			const sourceSecret = sourceSecretOf(draft);
			const token = tokenOrSaved(draft, state.secrets.secretToken, tokenOf);
			await state.saveConnection(
				{ appName, target, source },
				{
					...(token === undefined ? {} : { secretToken: token }),
					...(sourceSecret === undefined ? {} : { sourceSecret }),
				},
				basis === undefined
					? "present"
					: (present) => ({
							...present,
							appName: basis.appName,
							target: basis.target,
							source: basis.source,
						}),
				basis && replaced(basis.saved, draft),
			);
		},
	};
}

/** Marks of the secrets that a draft replaces. Those that are not typed stay as they are saved, whoever saved them. */
function replaced(saved: ConnectionDraft["saved"], { accessKey, sourceSecret }: ConnectionDraft) {
	return {
		...(accessKey && saved ? { secretToken: saved.secretToken } : {}),
		...(sourceSecret && saved ? { sourceSecret: saved.sourceSecret } : {}),
	};
}

/** Why an access key cannot be used, such as one whose entry of the keyring is missing. Rethrows other errors. */
function unusable(error: unknown): { readonly unusable: string } {
	if (error instanceof RemediableError) return { unusable: error.message };
	throw error;
}

/** The credentials screen has no field for the dialect of a SCIM URL: the profile keeps its dialect. */
function savedDialect({ deployment }: Profile["target"], { dialect }: Profile["target"]) {
	return deployment === "custom" && dialect !== undefined ? { dialect } : {};
}

function readSaved(token: string | undefined) {
	if (token === undefined) return undefined;
	try {
		return readSecretToken(token);
	} catch (error) {
		if (error instanceof AccessKeyError) return undefined;
		throw error;
	}
}

/** A key that is typed only in part is not saved, and does not replace the saved one. */
function tokenOrSaved(
	draft: ConnectionDraft,
	saved: string | undefined,
	tokenOf: (draft: ConnectionDraft) => string,
): string | undefined {
	if (!draft.accessKey && draft.accessId === readSaved(saved)?.accessId) return saved;
	try {
		return tokenOf(draft);
	} catch (error) {
		if (error instanceof AccessKeyError && error.code.endsWith("-missing")) return saved;
		throw error;
	}
}

function problemsOf(draft: ConnectionDraft, token: () => string): readonly DraftProblem[] {
	const problems: DraftProblem[] = [];
	const report = (
		field: DraftProblem["field"],
		severity: DraftProblem["severity"],
		message: string | undefined,
	) => {
		if (message !== undefined) problems.push({ field, severity, message });
	};
	if (draft.appName.trim() === "") report("appName", "error", "The application needs a name.");
	try {
		readTenantUrl(scimUrlOf(draft));
	} catch (error) {
		if (!(error instanceof TenantUrlError)) throw error;
		report("scimUrl", "error", error.message);
	}
	try {
		token();
	} catch (error) {
		if (!(error instanceof AccessKeyError)) throw error;
		report(error.field, "error", error.message);
	}
	report("accessId", "warning", accessIdWarning(draft.accessId ?? ""));
	report("accessKey", "warning", accessKeyWarning(draft.accessKey ?? ""));
	const { field, message } = sourceProblem(draft.source) ?? {};
	if (field !== undefined) report(field, "error", message);
	return problems;
}

type SourceProblem = { readonly field: SourceField; readonly message: string };

function sourceProblem(source: Profile["source"]): SourceProblem | undefined {
	if (source.type === "file" && source.path.trim() === "")
		return { field: "path", message: "The path of the users file is empty." };
	if (source.type !== "entra") return undefined;
	const needsTenant = namesApplication(source.signIn) || secretOf(source.signIn)?.needed === true;
	if (needsTenant && source.tenantId.trim() === "")
		return { field: "tenantId", message: "The tenant ID is empty." };
	if (namesApplication(source.signIn) && source.clientId.trim() === "")
		return { field: "clientId", message: "The client ID is empty." };
	if (source.signIn === "clientCertificate" && !source.certificate?.trim())
		return { field: "certificate", message: "The certificate (a file, or keyring:NAME) is empty." };
	if (source.application.trim() === "")
		return { field: "application", message: "The application (its name or ID) is empty." };
	return undefined;
}
