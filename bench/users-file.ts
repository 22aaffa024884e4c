import { writeFileSync } from "node:fs";

/** The name of a user of such a file; in their order, which is that of the console's list. */
export function nameOf(index: number): string {
	return `Person ${String(index).padStart(6, "0")}`;
}

/** Writes a source file of so many assigned users. */
export function writeUsersFile(file: string, users: number): void {
	const role = { id: "user", value: "User", displayName: "User" };
	const everyone = Array.from({ length: users }, (_, index) => {
		const address = `person${String(index).padStart(6, "0")}@example.com`;
		return {
			id: `id-${index}`,
			displayName: nameOf(index),
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
