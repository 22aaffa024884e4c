import type { Profile, ProfileSecrets } from "../../config/profile.ts";
import type { Directory } from "../../ports/directory.ts";
import { defaultAccessId } from "../../source/app-role.ts";
import { entitle } from "../../source/entitlement.ts";
import {
	AccessKeyError,
	accessIdWarning,
	accessKeyWarning,
	readSecretToken,
	secretToken,
} from "../../sumo/access-key.ts";
import { tenantUrl } from "../../sumo/deployment.ts";
import type { SumoTarget } from "../../sumo/target.ts";
import { readTenantUrl, TenantUrlError } from "../../sumo/tenant-url.ts";
import { cleanText } from "../../text/clean-text.ts";
import type {
	Connection,
	ConnectionDraft,
	ConnectionReport,
	DraftProblem,
	SourceReport,
} from "./connection.ts";

/** What the connection commands need of the workspace. */
export type ConnectionSource = {
	readonly profile: () => Profile;
	readonly secrets: () => ProfileSecrets;
	readonly save: (profile: Profile, secrets: ProfileSecrets) => Promise<void>;
	readonly openTarget: (scimUrl: string, token: string, appName: string) => SumoTarget;
	readonly openSource: (source: Profile["source"], secret: string | undefined) => Promise<Directory>;
};

/** Edits and tests where users come from and where they go. */
export function createConnectionService(workspace: ConnectionSource): Connection {
	/**
	 * The token of the draft: typed parts first, what is saved for the rest. Throws `AccessKeyError`.
	 * A saved token of another SCIM server need not be a pair, and is taken as it is.
	 */
	const tokenOf = (draft: ConnectionDraft): string => {
		const saved = workspace.secrets().secretToken;
		if (saved !== undefined && !draft.accessId && !draft.accessKey) return saved;
		const pair = readSaved(saved);
		return secretToken(draft.accessId || (pair?.accessId ?? ""), draft.accessKey || (pair?.accessKey ?? ""));
	};

	return {
		current: () => {
			const { appName, target, source } = workspace.profile();
			return { appName, target, source, accessId: readSaved(workspace.secrets().secretToken)?.accessId };
		},
		secretsSaved: () => ({
			accessKey: workspace.secrets().secretToken !== undefined,
			sourceSecret: workspace.secrets().sourceSecret !== undefined,
		}),
		tenantUrl: scimUrlOf,
		revealToken: (draft) => {
			try {
				return tokenOf(draft);
			} catch (error) {
				if (error instanceof AccessKeyError) return null;
				throw error;
			}
		},
		check: (draft) => problemsOf(draft, () => tokenOf(draft)),

		test: async (draft, signal): Promise<ConnectionReport> => {
			const problem = problemsOf(draft, () => tokenOf(draft)).find(
				({ severity, field }) => severity === "error" && field !== "source",
			);
			if (problem !== undefined)
				return { ok: false, message: problem.message, advice: "Correct it and test again." };
			const target = workspace.openTarget(scimUrlOf(draft), tokenOf(draft), draft.appName);
			const tested = await target.testConnection(signal);
			if (tested.ok) return { ok: true, message: tested.message, advice: "" };
			return { ok: false, message: tested.problem.message, advice: tested.problem.advice };
		},

		testSource: async (draft, signal): Promise<SourceReport> => {
			try {
				const source = await workspace.openSource(
					draft.source,
					draft.sourceSecret || workspace.secrets().sourceSecret,
				);
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
				return {
					ok: false,
					message: cleanText(error instanceof Error ? error.message : String(error)),
					advice: adviceFor(draft),
					assigned: null,
				};
			}
		},

		save: async (draft) => {
			const problem = problemsOf(draft, () => tokenOf(draft)).find(
				({ severity, field }) => severity === "error" && field !== "accessKey" && field !== "accessId",
			);
			if (problem !== undefined) throw new Error(problem.message);
			const { appName, target, source } = draft;
			const sourceSecret = draft.sourceSecret || workspace.secrets().sourceSecret;
			const token = tokenOrSaved(draft, workspace.secrets().secretToken, tokenOf);
			await workspace.save(
				{ ...workspace.profile(), appName, target, source },
				{
					...(token === undefined ? {} : { secretToken: token }),
					...(sourceSecret === undefined ? {} : { sourceSecret }),
				},
			);
		},
	};
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

/** A half-typed key is not saved, and does not lose the one that is. */
function tokenOrSaved(
	draft: ConnectionDraft,
	saved: string | undefined,
	tokenOf: (draft: ConnectionDraft) => string,
): string | undefined {
	if (!draft.accessKey && draft.accessId === readSaved(saved)?.accessId) return saved;
	try {
		return tokenOf(draft);
	} catch (error) {
		if (error instanceof AccessKeyError) return saved;
		throw error;
	}
}

/** The SCIM URL a draft means: the deployment's, or the custom one. */
function scimUrlOf({ target }: ConnectionDraft): string {
	return target.deployment === "custom" ? (target.scimUrl ?? "") : tenantUrl(target.deployment);
}

function problemsOf(draft: ConnectionDraft, token: () => string): readonly DraftProblem[] {
	const problems: DraftProblem[] = [];
	const complain = (
		field: DraftProblem["field"],
		severity: DraftProblem["severity"],
		message: string | undefined,
	) => {
		if (message !== undefined) problems.push({ field, severity, message });
	};
	if (draft.appName.trim() === "") complain("appName", "error", "The application needs a name.");
	try {
		readTenantUrl(scimUrlOf(draft));
	} catch (error) {
		if (!(error instanceof TenantUrlError)) throw error;
		complain("scimUrl", "error", error.message);
	}
	try {
		token();
	} catch (error) {
		if (!(error instanceof AccessKeyError)) throw error;
		complain(error.code === "access-key-missing" ? "accessKey" : "accessId", "error", error.message);
	}
	complain("accessId", "warning", accessIdWarning(draft.accessId ?? ""));
	complain("accessKey", "warning", accessKeyWarning(draft.accessKey ?? ""));
	complain("source", "error", sourceProblem(draft.source));
	return problems;
}

function sourceProblem(source: Profile["source"]): string | undefined {
	if (source.type === "file" && source.path.trim() === "") return "The path of the file of users is empty.";
	if (source.type !== "entra") return undefined;
	if (source.tenantId.trim() === "") return "The tenant id is empty.";
	if (source.signIn === "clientSecret" && source.clientId.trim() === "") return "The client id is empty.";
	if (source.application.trim() === "") return "The application (its name or id) is empty.";
	return undefined;
}

function adviceFor({ source }: ConnectionDraft): string {
	switch (source.type) {
		case "file":
			return "Correct the file or its path, then test again.";
		case "entra":
			return "Check tenant, client and application, and that the client may read users and assignments.";
		case "demo":
			return "Start the console again with sumo-provision demo.";
	}
}
