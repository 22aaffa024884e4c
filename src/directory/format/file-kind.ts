/**
 * The programs whose files are recognized. Each is described in docs/sources.md, with the source of its headings.
 * The ids are printed by `source check --json`.
 */
export const fileKinds = {
	"entra-download": "CSV of the Entra admin center (Download users)",
	"entra-template": "CSV template of the Entra admin center (bulk create)",
	"microsoft-365": "CSV of the Microsoft 365 admin center (Export users)",
	"powershell-csv": "CSV of PowerShell (Export-Csv)",
	"get-msoluser": "CSV of PowerShell (Get-MsolUser)",
	"get-aduser": "CSV of PowerShell (Get-ADUser)",
	csv: "CSV",
	"graph-answer": "JSON answer of Microsoft Graph",
	"powershell-json": "JSON of PowerShell (ConvertTo-Json)",
	"user-list": "JSON list of users (az ad user list)",
	"one-user": "JSON of one user",
	json: "JSON with users and assignments",
} as const;

export type FileKind = keyof typeof fileKinds;

const selected = "Id,UserPrincipalName,DisplayName,GivenName,Surname,Mail,AccountEnabled";

/** How to get accountEnabled into such a file. */
export function howToGetEnabled(kind: FileKind): string {
	switch (kind) {
		case "get-aduser":
			return "Export again with `Get-ADUser -Filter * -Properties Enabled,Mail,DisplayName`.";
		case "powershell-csv":
		case "powershell-json":
			return `Export again with \`Get-MgUser -All -Property ${selected}\`: Get-MgUser leaves AccountEnabled empty unless -Property names it.`;
		case "user-list":
		case "graph-answer":
		case "one-user":
			return `Read the users with accountEnabled in $select: \`az rest --method get --url 'https://graph.microsoft.com/v1.0/users?$top=999&$select=${selected.replace(/\b[A-Z]/g, (letter) => letter.toLowerCase())}'\`, or \`Get-MgUser -All -Property ${selected}\`.`;
		case "entra-download":
		case "entra-template":
		case "microsoft-365":
		case "get-msoluser":
		case "csv":
		case "json":
			return "Add accountEnabled with true or false to each user; from PowerShell, with `Get-MgUser -Property AccountEnabled`.";
	}
}

/** How to get the letters that an export lost. */
export function howToKeepLetters(kind: FileKind): string {
	return kind.startsWith("powershell") || kind.startsWith("get-")
		? "Export again with `-Encoding UTF8`: Windows PowerShell writes ASCII by default."
		: 'Export again as UTF-8 (PowerShell: `-Encoding UTF8`; Excel: "CSV UTF-8").';
}

/** Of objects whose members are attributes, one: its name here, and in PowerShell. */
const members: Readonly<Record<string, readonly [name: string, member: string]>> = {
	employeeOrgData: ["employeeOrgData.costCenter", "EmployeeOrgData.CostCenter"],
	onPremisesExtensionAttributes: ["extensionAttribute1", "OnPremisesExtensionAttributes.ExtensionAttribute1"],
};

/** How to get the values of an attribute that an export wrote the type of. */
export function howToKeepValues(kind: FileKind, attribute: string): string {
	switch (kind) {
		case "graph-answer":
		case "powershell-json":
		case "user-list":
		case "one-user":
		case "json":
			return "Export again with `ConvertTo-Json -Depth 5`.";
		case "entra-download":
		case "entra-template":
		case "microsoft-365":
		case "powershell-csv":
		case "get-msoluser":
		case "get-aduser":
		case "csv":
			if (Object.hasOwn(members, attribute)) {
				const [name, member] = members[attribute] ?? ["", ""];
				return `Export each of its attributes: \`Select-Object …, @{n='${name}';e={$_.${member}}}\`.`;
			}
			return `Export the values joined: \`Select-Object …, @{n='${attribute}';e={$_.${attribute} -join ';'}}\`.`;
	}
}
