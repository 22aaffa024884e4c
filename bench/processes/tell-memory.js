import { writeFileSync } from "node:fs";

// Imported before the program itself: tells the most memory that its process had, in kilobytes on every system.
process.on("exit", () => {
	const { BENCH_MEMORY_FILE: file } = process.env;
	if (file !== undefined) writeFileSync(file, String(process.resourceUsage().maxRSS));
});
