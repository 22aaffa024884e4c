import { option, secretOption } from "./option.ts";

/** The options that choose a profile, or describe its source and target. In the console, they have their own screens. */
export const connectionOptions = {
	home: option({
		flag: "--home",
		variable: "SUMO_PROVISION_HOME",
		takes: "folder",
		help: "folder for settings, secrets and state",
	}),
	profile: option({
		flag: "--profile",
		variable: "SUMO_PROVISION_PROFILE",
		takes: "name",
		help: "the saved profile to use",
	}),
	source: option({
		flag: "--source",
		variable: "SUMO_PROVISION_SOURCE",
		takes: "file|entra",
		help: "a .json or .csv file of users, or entra",
	}),
	scimUrl: option({
		flag: "--scim-url",
		variable: "SUMO_PROVISION_SCIM_URL",
		takes: "url",
		help: "SCIM base URL of the target",
	}),
	deployment: option({
		flag: "--deployment",
		variable: "SUMO_PROVISION_DEPLOYMENT",
		takes: "code",
		help: "Sumo Logic deployment: us1, us2, eu…",
	}),
	token: secretOption({
		flag: "--token-env",
		variable: "SUMO_PROVISION_SECRET_TOKEN",
		takes: "name",
		help: "variable that holds the secret token, Base64 of accessId:accessKey",
	}),
	tenantId: option({
		flag: "--tenant-id",
		variable: "SUMO_PROVISION_TENANT_ID",
		takes: "id",
		help: "Entra tenant",
	}),
	clientId: option({
		flag: "--client-id",
		variable: "SUMO_PROVISION_CLIENT_ID",
		takes: "id",
		help: "the application that reads Entra",
	}),
	clientSecret: secretOption({
		flag: "--client-secret-env",
		variable: "SUMO_PROVISION_CLIENT_SECRET",
		takes: "name",
		help: "variable that holds the client secret of that application",
	}),
	certificate: option({
		flag: "--certificate",
		variable: "SUMO_PROVISION_CERTIFICATE",
		takes: "file|keyring:name",
		help: "certificate of that application with its private key, in place of a client secret: a PEM or PFX file, or an entry of the keyring",
	}),
	certificatePassphrase: secretOption({
		flag: "--certificate-passphrase-env",
		variable: "SUMO_PROVISION_CERTIFICATE_PASSPHRASE",
		takes: "name",
		help: "variable that holds the passphrase of the certificate",
	}),
	signIn: option({
		flag: "--sign-in",
		variable: "SUMO_PROVISION_SIGN_IN",
		takes: "kind",
		help: "how to sign in to Entra: client-secret, client-certificate, device-code, access-token, azure-cli, managed-identity or workload-identity",
	}),
	cloud: option({
		flag: "--cloud",
		variable: "SUMO_PROVISION_CLOUD",
		takes: "name",
		help: "Microsoft cloud, for Graph and sign-in: global, us-gov-high, us-dod or china",
	}),
	graphUrl: option({
		flag: "--graph-url",
		variable: "SUMO_PROVISION_GRAPH_URL",
		takes: "url",
		help: "Microsoft Graph of a national cloud, in place of the public one",
	}),
	graphToken: secretOption({
		flag: "--graph-token-env",
		variable: "SUMO_PROVISION_GRAPH_TOKEN",
		takes: "name",
		help: "variable that holds an access token for Graph, in place of a client secret",
	}),
	application: option({
		flag: "--application",
		variable: "SUMO_PROVISION_APPLICATION",
		takes: "id|name",
		help: "the enterprise application whose assignments are provisioned",
	}),
	appName: option({
		flag: "--app-name",
		variable: "SUMO_PROVISION_APP_NAME",
		takes: "name",
		help: "name of the application in messages",
	}),
	scope: option({
		flag: "--scope",
		variable: "SUMO_PROVISION_SCOPE",
		takes: "assigned|all",
		help: "provision assigned users, or all users",
	}),
	mappings: option({
		flag: "--mappings",
		variable: "SUMO_PROVISION_MAPPINGS",
		takes: "file",
		help: "JSON file with {mappings: […]} in place of the saved ones",
	}),
} as const;

/** The variables that replace the Secret Token when both are set; they have no flag. */
export const accessKeyVariables = {
	id: "SUMO_PROVISION_ACCESS_ID",
	key: "SUMO_PROVISION_ACCESS_KEY",
} as const;
