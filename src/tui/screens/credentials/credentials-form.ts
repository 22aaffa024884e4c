import { isDeepStrictEqual } from "node:util";
import type { ConnectionDraft, DeploymentCode } from "../../../app/connection/connection.ts";

type SourceOf<T extends ConnectionDraft["source"]["type"]> = Extract<ConnectionDraft["source"], { type: T }>;

/**
 * The edited values. The form keeps the fields of all types of source, so that switching the type loses nothing.
 * Secrets are empty until they are typed: an empty one keeps the saved value.
 */
export type CredentialsForm = {
	readonly appName: string;
	readonly deployment: DeploymentCode | "custom";
	readonly scimUrl: string;
	readonly accessId: string;
	readonly accessKey: string;
	readonly source: ConnectionDraft["source"]["type"];
	readonly entra: SourceOf<"entra">;
	readonly path: string;
	readonly sourceSecret: string;
};

/** The form of the saved connection. */
export function formOf({ appName, target, source, accessId = "" }: ConnectionDraft): CredentialsForm {
	return {
		appName,
		deployment: target.deployment,
		scimUrl: target.scimUrl ?? "",
		accessId,
		accessKey: "",
		source: source.type,
		entra:
			source.type === "entra"
				? source
				: { type: "entra", tenantId: "", clientId: "", application: appName, signIn: "clientSecret" },
		path: source.type === "file" ? source.path : "",
		sourceSecret: "",
	};
}

function sourceOf({ source, entra, path }: CredentialsForm): ConnectionDraft["source"] {
	switch (source) {
		case "entra":
			return entra;
		case "file":
			return { type: "file", path };
		case "demo":
			return { type: "demo" };
	}
}

/** The connection that the form describes, for checking, testing and saving. */
export function draftOf(form: CredentialsForm): ConnectionDraft {
	const { appName, deployment, scimUrl, accessId, accessKey, sourceSecret } = form;
	return {
		appName,
		target: { deployment, ...(deployment === "custom" && scimUrl !== "" ? { scimUrl } : {}) },
		source: sourceOf(form),
		accessId: accessId === "" ? undefined : accessId,
		accessKey: accessKey === "" ? undefined : accessKey,
		sourceSecret: sourceSecret === "" ? undefined : sourceSecret,
	};
}

/** Whether saving would change anything. */
export function isEdited(form: CredentialsForm, saved: CredentialsForm): boolean {
	return !isDeepStrictEqual(draftOf(form), draftOf(saved));
}

/** Parts that are only right together: a key belongs to its deployment, and a secret to its application. */
export const partsTogether: readonly (readonly (keyof CredentialsForm)[])[] = [
	["deployment", "scimUrl", "accessId", "accessKey"],
	["source", "entra", "path", "sourceSecret"],
];
