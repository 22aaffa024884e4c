import { readFileSync } from "node:fs";

/*
 * Fetches and parses pages, and does nothing with them: the least that a program which reads them can take. The file names
 * the pages of each server; servers are read side by side, the pages of each one after the other.
 */
const servers = JSON.parse(readFileSync(process.argv[2], "utf8"));
await Promise.all(
	servers.map(async ({ pages, authorization }) => {
		for (const page of pages) {
			const answer = await fetch(page, { headers: { authorization } });
			if (!answer.ok) throw new Error(`${page}: ${answer.status}`);
			JSON.parse(await answer.text());
		}
	}),
);
