import type { TokenCredential } from "@azure/identity";
import { type Connector, defaultConnector } from "../../http/connector.ts";
import type { HttpFailure } from "../../http/http-failure.ts";
import { DirectoryError } from "../../ports/source/directory.ts";
import { errorMessage } from "../../text/error-message.ts";
import { plainText } from "../../text/plain-text.ts";
import type { AccessTokenSource } from "../graph/access-token.ts";
import { withClockSkew } from "../graph/clock-skew.ts";
import { signInFailure } from "./failure.ts";
import { metadataConnector } from "./metadata-connector.ts";
import { createSignInTransport } from "./transport.ts";

/** A sign-in with what the machine has: no secret is entered or stored. */
export type MachineSignIn = {
	readonly kind: "azureCli" | "managedIdentity" | "workloadIdentity";
	/** Azure CLI: empty for the tenant of its login. Workload identity: empty for AZURE_TENANT_ID. */
	readonly tenantId: string;
	/** A user-assigned managed identity, or empty for the system-assigned one. Workload identity: empty for AZURE_CLIENT_ID. */
	readonly clientId: string;
	/** The cloud's sign-in service, for a workload identity. */
	readonly authorityHost: string;
	/** True for an authority that is not in Microsoft's list of clouds. */
	readonly disableInstanceDiscovery?: boolean | undefined;
	/** Proxy and certificates, for a workload identity; default: proxies from the process's environment. */
	readonly connector?: Connector | undefined;
};

/** Starting `az` takes seconds, and longer when it has to renew its login. */
const azureCliTimeoutMs = 60_000;

/**
 * Signs in with the login of the Azure CLI, a managed identity, or a workload identity. Nothing is sent or started before the
 * first token is requested. Each request gives a valid token, so that long runs outlive the first one.
 * Its tokens reject with `DirectoryError` `unauthorized` or `network`, with the fix in the message.
 */
export async function signInWithMachine(options: MachineSignIn): Promise<AccessTokenSource> {
	const given = options.connector ?? defaultConnector;
	const connector = options.kind === "managedIdentity" ? metadataConnector(given) : given;
	const { httpClient, failure } = createSignInTransport(connector);
	let opened: Promise<TokenCredential> | undefined;
	return {
		async getToken(scopes, { abortSignal, isRenewal = false } = {}) {
			try {
				if (isRenewal) opened = undefined; // with it goes its cache, which has the refused token
				opened ??= credentialOf(options, httpClient);
				return await (await opened).getToken(scopes, abortSignal === undefined ? {} : { abortSignal });
			} catch (error) {
				abortSignal?.throwIfAborted();
				throw withClockSkew(machineFailure(error, options, failure()), connector);
			}
		},
	};
}

type HttpClient = ReturnType<typeof createSignInTransport>["httpClient"];

async function credentialOf(options: MachineSignIn, httpClient: HttpClient): Promise<TokenCredential> {
	const { authorityHost, disableInstanceDiscovery } = options;
	const tenantId = options.tenantId || undefined;
	const clientId = options.clientId || undefined;
	const identity = await import("@azure/identity");
	switch (options.kind) {
		case "azureCli":
			return new identity.AzureCliCredential({
				...(tenantId === undefined ? {} : { tenantId }),
				processTimeoutInMs: azureCliTimeoutMs,
			});
		case "managedIdentity":
			// The metadata service asks for retries while an identity is being assigned.
			return new identity.ManagedIdentityCredential({
				...(clientId === undefined ? {} : { clientId }),
				httpClient,
				retryOptions: { maxRetries: 3 },
			});
		case "workloadIdentity":
			return new identity.WorkloadIdentityCredential({
				...(tenantId === undefined ? {} : { tenantId }),
				...(clientId === undefined ? {} : { clientId }),
				authorityHost,
				httpClient,
				retryOptions: { maxRetries: 0 }, // the Graph client retries
				...(disableInstanceDiscovery === undefined ? {} : { disableInstanceDiscovery }),
			});
	}
}

function machineFailure(error: unknown, options: MachineSignIn, connection?: HttpFailure): DirectoryError {
	const text = errorMessage(error);
	switch (options.kind) {
		case "azureCli":
			return new DirectoryError("unauthorized", azureCliProblem(text, options.tenantId));
		case "managedIdentity":
			return managedIdentityFailure(text, options.clientId, connection);
		case "workloadIdentity":
			return workloadIdentityFailure(error, options, connection);
	}
}

/** Codes of Entra about a policy, a user or a consent: another login alone does not help. Az quotes them beside its own advice. */
const refusedCode =
	/AADSTS(50076|50079|50105|50020|50034|50053|50055|50057|53\d{3}|5300\d\d|65001|90094|90072)\b/;

/** What is wrong with the login of the Azure CLI, by the words of `az`. */
export function azureCliProblem(text: string, tenantId: string): string {
	const login = `az login${tenantId === "" ? "" : ` --tenant ${tenantId}`}`;
	if (refusedCode.test(text)) {
		const names = { tenantId, clientId: "of the Azure CLI", authorityHost: "" };
		return `${signInFailure(new Error(text), names).message} Then run "${login}".`;
	}
	if (/could not be found/i.test(text))
		return `The Azure CLI (az) is not installed, or not on PATH. Install it (https://aka.ms/azure-cli), then run "${login}".`;
	if (/az login/i.test(text))
		return `The Azure CLI is not logged in, or its login has expired. Run "${login}" as the user who runs sumo-provision.`;
	return `The Azure CLI gave no access token: ${plainText(text, 300)}. Run "az account get-access-token --resource-type ms-graph" to see why, or "${login}" to log in again.`;
}

function managedIdentityFailure(text: string, clientId: string, connection?: HttpFailure): DirectoryError {
	if (connection !== undefined)
		return new DirectoryError(
			"network",
			`This machine has no managed identity endpoint: ${connection.message}. Run on an Azure resource with a managed identity, or choose another sign-in with --sign-in.`,
			connection,
		);
	if (/identity not found|identity_not_found|no user.assigned|invalid_request/i.test(text))
		return new DirectoryError(
			"unauthorized",
			clientId === ""
				? "This machine has no system-assigned managed identity. Assign one in Azure (Identity), or name a user-assigned one with --client-id."
				: `This machine does not have the managed identity ${clientId}. Assign it in Azure (Identity, User assigned), or correct --client-id.`,
		);
	return new DirectoryError(
		"unauthorized",
		`The managed identity gave no access token: ${plainText(text, 300)}`,
	);
}

function workloadIdentityFailure(
	error: unknown,
	{ tenantId, clientId, authorityHost }: MachineSignIn,
	connection?: HttpFailure,
): DirectoryError {
	const text = errorMessage(error);
	const { env } = process;
	const fromWebhook = "Run in a pod whose service account has azure.workload.identity/use, which sets it";
	if (/clientId is a required/.test(text))
		return new DirectoryError(
			"unauthorized",
			`AZURE_CLIENT_ID is not set. ${fromWebhook}, or give --client-id.`,
		);
	if (/tenantId is a required/.test(text))
		return new DirectoryError(
			"unauthorized",
			`AZURE_TENANT_ID is not set. ${fromWebhook}, or give --tenant-id.`,
		);
	if (/federatedTokenFilePath is a required/.test(text))
		return new DirectoryError("unauthorized", `AZURE_FEDERATED_TOKEN_FILE is not set. ${fromWebhook}.`);
	if (/Invalid file path|No content on the file|ENOENT|EACCES/.test(text))
		return new DirectoryError(
			"unauthorized",
			`Can't read the federated token ${env.AZURE_FEDERATED_TOKEN_FILE ?? ""}: ${plainText(text, 200)}. Check AZURE_FEDERATED_TOKEN_FILE and the permissions of the file.`,
		);
	const names = {
		tenantId: tenantId || (env.AZURE_TENANT_ID ?? ""),
		clientId: clientId || (env.AZURE_CLIENT_ID ?? ""),
		authorityHost,
	};
	return signInFailure(error, names, connection);
}
