/** `role` from `roles[primary eq "True"].value`, `familyName` from `name.familyName`: a SCIM path as a list shows it. */
export function shortPath(path: string): string {
	const [, list] = /^(\w+?)s(?:\[[^\]]*\](?:\.value)?)?$/u.exec(path) ?? [];
	return list ?? path.split(/\.(?![^[]*\])/u).at(-1) ?? path;
}

const filtered = /\w+\[\w+ eq "[^"]*"\](?:\.\w+)*/gu;

/** The text with its SCIM paths that have a filter shortened: `emails[type eq "work"].value` is `email`. */
export function shortPaths(text: string): string {
	return text.replaceAll(filtered, shortPath);
}
