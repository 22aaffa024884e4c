type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Whether the locale's characters are UTF-8. The first of LC_ALL, LC_CTYPE and LANG that is set decides (POSIX, Base Definitions, 8.2);
 * "C", "POSIX" and any locale that does not name UTF-8 are not. Without any of them, as in most containers and on Windows, the
 * terminal is taken for a current one, which knows UTF-8.
 */
export function isUtf8Locale({ LC_ALL, LC_CTYPE, LANG }: Environment): boolean {
	const locale = LC_ALL || LC_CTYPE || LANG || undefined;
	return locale === undefined || /utf-?8/i.test(locale);
}
