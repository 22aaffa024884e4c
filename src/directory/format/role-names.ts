/** The values of a cell that holds several, separated by semicolons or on lines. The Microsoft 365 admin center joins addresses with `+`. */
export function separated(text: string): readonly string[] {
	return text
		.split(/[;\r\n]|\+(?=(?:smtp|sip|spo|x500):)/i)
		.map((value) => value.trim())
		.filter((value) => value !== "");
}

/** The roles that a cell or property names: `[""]` for default access, and none for `-`. */
export function rolesNamed(value: unknown): readonly string[] {
	const roles = Array.isArray(value)
		? value.filter((one) => typeof one === "string" && one !== "").map(String)
		: separated(typeof value === "string" ? value : "");
	if (roles.length === 0) return [""];
	return roles.includes("-") ? [] : [...new Set(roles)];
}
