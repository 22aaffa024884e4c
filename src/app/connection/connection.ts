import type { Profile } from "../../config/profile.ts";
import type { Remedy } from "../../ports/errors/remedy.ts";
import type { SecretMarks } from "../profile/secret-marks.ts";

export { secretOf } from "../../config/settings/sign-in-kind.ts";
export { type CloudName, cloudOf, graphUrls } from "../../setup/cloud.ts";
export { type DeploymentCode, deploymentCodes, deployments } from "../../setup/deployment.ts";

/** What the credentials screen edits. Secrets left undefined keep what is saved. */
export type ConnectionDraft = {
	readonly appName: string;
	readonly target: Profile["target"];
	readonly source: Profile["source"];
	readonly accessId?: string | undefined;
	readonly accessKey?: string | undefined;
	readonly sourceSecret?: string | undefined;
	/** Of what is saved: marks of its secrets, which tell whether others have replaced them since. */
	readonly saved?: Pick<SecretMarks, "secretToken" | "sourceSecret">;
};

const sourceFields = ["path", "tenantId", "clientId", "certificate", "application"] as const;

/** A field of the source. `path` is that of the users file. */
export type SourceField = (typeof sourceFields)[number];

/** Whether a field belongs to the source, not to the target. */
export function isSourceField(field: string): boolean {
	return sourceFields.some((one) => one === field);
}

/** A problem with one field, while typing. */
export type DraftProblem = {
	readonly field: "appName" | "scimUrl" | "accessId" | "accessKey" | SourceField;
	readonly severity: "error" | "warning";
	readonly message: string;
};

/** The outcome of Test Connection. */
export type ConnectionReport = {
	readonly ok: boolean;
	readonly message: string;
	/** What to do next; after success, only what will cause trouble later, such as a wrong clock. Usually empty then. */
	readonly advice: string;
	/** What helps and is not in `advice`: console and command line each name their own key or command. */
	readonly remedy?: Remedy;
};

/** The outcome of reading the source. `assigned`: number of assigned users; null when the source could not be read. */
export type SourceReport = ConnectionReport & { readonly assigned: number | null };

export interface Connection {
	/** The draft that equals what is saved, with the access ID but no secrets. */
	readonly current: () => ConnectionDraft;
	/** Whether each secret is saved; with a draft, whether it is used for that draft when it is not entered again. */
	readonly secretsSaved: (draft?: Pick<ConnectionDraft, "source">) => {
		readonly accessKey: boolean;
		readonly sourceSecret: boolean;
	};
	/** The Tenant URL to enter in the portal for this draft. */
	readonly tenantUrl: (draft: ConnectionDraft) => string;
	/** The Secret Token (Base64) of the draft, completed from what is saved; to show on request. Null when incomplete. */
	readonly revealToken: (draft: ConnectionDraft) => Promise<string | null>;
	readonly check: (draft: ConnectionDraft) => readonly DraftProblem[];
	/** Does what Test Connection does in Entra ID. Works on unsaved drafts. */
	readonly test: (draft: ConnectionDraft, signal?: AbortSignal) => Promise<ConnectionReport>;
	/** Reads roles and assignments of the source. Works on unsaved drafts. */
	readonly testSource: (draft: ConnectionDraft, signal?: AbortSignal) => Promise<SourceReport>;
	/**
	 * Saves the draft, with absolute paths. Rejects for a problem, and for a changed file that cannot be read.
	 *
	 * @param basis what was saved when the edits began. Rejects with `ProfileConflictError` when that is not what is saved anymore.
	 */
	readonly save: (draft: ConnectionDraft, basis?: ConnectionDraft) => Promise<void>;
}
