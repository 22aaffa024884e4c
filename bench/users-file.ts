import { writeFileSync } from "node:fs";

/** The address of a user of such a file; in their order, which is that of the console's list. */
export function addressOf(index: number): string {
	return `person${String(index).padStart(6, "0")}@example.com`;
}

/** Writes a source file of so many assigned users. */
export function writeUsersFile(file: string, users: number): void {
	const role = { id: "user", value: "User", displayName: "User" };
	const everyone = Array.from({ length: users }, (_, index) => {
		const address = addressOf(index);
		return {
			id: `id-${index}`,
			displayName: `Person ${String(index).padStart(6, "0")}`,
			givenName: "Person",
			surname: `Number ${index}`,
			userPrincipalName: address,
			mail: address,
			accountEnabled: true,
		};
	});
	const assignments = everyone.map(({ id }) => ({ principalId: id, appRole: role.value }));
	writeFileSync(file, JSON.stringify({ users: everyone, appRoles: [role], assignments }));
}
