import {
	type CloudName,
	cloudOf,
	deploymentCodes,
	deployments,
	graphUrls,
	secretOf,
} from "../../../app/connection/connection.ts";
import type { Option } from "../../components/input/select.tsx";
import type { CredentialsForm } from "./credentials-form.ts";

/** The text fields. */
export type TextFieldId =
	| "appName"
	| "scimUrl"
	| "accessId"
	| "accessKey"
	| "tenantId"
	| "clientId"
	| "certificate"
	| "sourceSecret"
	| "application"
	| "path";

/** The fields with a list of options. */
export type ChoiceFieldId = "deployment" | "source" | "signIn";

/** Read-only fields derived from others. */
export type ShownFieldId = "tenantUrl" | "secretToken";

export type FieldId = TextFieldId | ChoiceFieldId | ShownFieldId;

/** One field of the form. The text of a `secret` field is shown as dots. */
export type Field =
	| { readonly kind: "text" | "secret"; readonly id: TextFieldId; readonly label: string }
	| { readonly kind: "choice"; readonly id: ChoiceFieldId; readonly label: string }
	| { readonly kind: "shown"; readonly id: ShownFieldId; readonly label: string };

/** The fields of the target. */
export function targetFields({ deployment }: CredentialsForm): readonly Field[] {
	return [
		{ kind: "text", id: "appName", label: "App name" },
		{ kind: "choice", id: "deployment", label: "Deployment" },
		...(deployment === "custom" ? [{ kind: "text", id: "scimUrl", label: "SCIM URL" } as const] : []),
		{ kind: "shown", id: "tenantUrl", label: "Tenant URL" },
		{ kind: "text", id: "accessId", label: "Access ID" },
		{ kind: "secret", id: "accessKey", label: "Access key" },
		{ kind: "shown", id: "secretToken", label: "Secret Token" },
	];
}

/** The fields of the source. */
export function sourceFields({ source, entra }: CredentialsForm): readonly Field[] {
	const choice = { kind: "choice", id: "source", label: "Source" } as const;
	switch (source) {
		case "demo":
			return [choice];
		case "file":
			return [choice, { kind: "text", id: "path", label: "File" }];
		case "entra": {
			const secret = secretOf(entra.signIn)?.name ?? null;
			return [
				choice,
				{ kind: "text", id: "tenantId", label: "Tenant ID" },
				{ kind: "choice", id: "signIn", label: "Sign-in" },
				{ kind: "text", id: "clientId", label: "Client ID" },
				...(entra.signIn === "clientCertificate"
					? [{ kind: "text", id: "certificate", label: "Certificate" } as const]
					: []),
				...(secret === null ? [] : [{ kind: "secret", id: "sourceSecret", label: labels[secret] } as const]),
				{ kind: "text", id: "application", label: "Application" },
			];
		}
	}
}

const labels = {
	"client secret": "Client secret",
	"access token": "Access token",
	"certificate passphrase": "Passphrase",
} as const;

/** Whether a field holds the path of a file. */
export function isPath(id: TextFieldId): boolean {
	return id === "path" || id === "certificate";
}

/** The text in a field. */
export function textIn(form: CredentialsForm, id: TextFieldId): string {
	switch (id) {
		case "tenantId":
		case "clientId":
		case "application":
			return form.entra[id];
		case "certificate":
			return form.entra.certificate ?? "";
		default:
			return form[id];
	}
}

/** The form with new text in a field. */
export function withText(form: CredentialsForm, id: TextFieldId, text: string): CredentialsForm {
	switch (id) {
		case "tenantId":
		case "clientId":
		case "application":
			return { ...form, entra: { ...form.entra, [id]: text } };
		case "certificate": {
			const { certificate: _, ...entra } = form.entra;
			return { ...form, entra: text === "" ? entra : { ...entra, certificate: text } };
		}
		default:
			return { ...form, [id]: text };
	}
}

/** Placeholders of empty fields. */
export const placeholders: Readonly<Partial<Record<TextFieldId, string>>> = {
	appName: "name of the enterprise application",
	scimUrl: "https://…/scim",
	accessId: "su…",
	tenantId: "contoso.onmicrosoft.com or the tenant ID",
	clientId: "client ID of the app registration",
	certificate: "~/sign-in.pem, sign-in.pfx or keyring:NAME",
	application: "name or ID of the enterprise application",
	path: "~/users.json or users.csv; Tab completes",
};

/** Sumo Logic's deployments with their regions, and any other SCIM server. */
export const deploymentOptions: readonly Option<CredentialsForm["deployment"]>[] = [
	...deploymentCodes.map((code) => ({ value: code, label: code, detail: deployments[code] })),
	{ value: "custom", label: "custom", detail: "your own SCIM URL" },
];

/** A type of source; Entra ID is chosen with its cloud. `custom`: at the Graph URL that a flag or setup file gave the profile. */
export type SourceChoice = Exclude<CredentialsForm["source"], "entra"> | CloudName | "custom";

const nationalClouds = {
	"us-gov-high": "Entra ID, US Gov (GCC High)",
	"us-dod": "Entra ID, US DoD",
	china: "Entra ID, China",
} as const satisfies Readonly<Record<Exclude<CloudName, "global">, string>>;

/** The types of source. The demo tenant is available only in the demo. */
export function sourceOptions(
	{ entra: { graphUrl } }: CredentialsForm,
	demo: boolean,
): readonly Option<SourceChoice>[] {
	const national = (["us-gov-high", "us-dod", "china"] as const).map((value) => ({
		value,
		label: nationalClouds[value],
		detail: new URL(graphUrls[value]).host,
	}));
	const custom = { value: "custom", label: "Microsoft Entra ID", detail: graphUrl ?? "" } as const;
	return [
		...(cloudOf(graphUrl) === undefined ? [custom] : []),
		{ value: "global", label: "Microsoft Entra ID", detail: "through Microsoft Graph" },
		{ value: "file", label: "a file", detail: "JSON or CSV on this machine" },
		{
			value: "demo",
			label: "the demo tenant",
			detail: demo ? "embedded; data stays local" : "start it with: sumo-provision demo",
		},
		...national,
	];
}

/** The choice that the form shows. */
export function chosenSource({ source, entra }: CredentialsForm): SourceChoice {
	return source === "entra" ? (cloudOf(entra.graphUrl) ?? "custom") : source;
}

/** The form with another source. */
export function withSource(form: CredentialsForm, choice: SourceChoice): CredentialsForm {
	if (choice === "file" || choice === "demo") return { ...form, source: choice };
	const { graphUrl, ...entra } = form.entra;
	const isThere = choice === "custom" || choice === cloudOf(graphUrl);
	if (isThere) return { ...form, source: "entra" };
	return {
		...form,
		source: "entra",
		entra: choice === "global" ? entra : { ...entra, graphUrl: graphUrls[choice] },
	};
}

export const signInOptions: readonly Option<CredentialsForm["entra"]["signIn"]>[] = [
	{ value: "clientSecret", label: "client secret", detail: "of an app registration" },
	{ value: "accessToken", label: "access token", detail: "provided by you, valid for about an hour" },
	{ value: "azureCli", label: "Azure CLI", detail: "the login of az on this machine" },
	{ value: "managedIdentity", label: "managed identity", detail: "of this Azure resource" },
	{ value: "workloadIdentity", label: "workload identity", detail: "of this Kubernetes pod" },
	{ value: "clientCertificate", label: "certificate", detail: "PEM or PFX of an app registration" },
	{ value: "deviceCode", label: "device code", detail: "a person signs in with a browser" },
];
