/** A group of the directory. Only direct members count, as in Entra's provisioning. */
export type Group = {
	readonly id: string;
	readonly displayName: string;
};
