/** The same as `cycle.ts`, with the family name wrapped in `Redact`: `redacted-cycle.ts <users.json> <store> <SCIM URL> <token> <entries>`. */
import { defaultMappings } from "../../../mapping/sumo-defaults.ts";
import { runOneCycle } from "./one-cycle.ts";

const args = process.argv.slice(2);
const dieAfter = Number(args.at(4));
let entries = 0;
const mappings = defaultMappings.map((mapping) =>
	mapping.target === "name.familyName"
		? { ...mapping, source: { type: "expression", expression: "Redact([surname])" } as const }
		: mapping,
);
await runOneCycle(args, {
	backOff: { firstMs: 5, maxMs: 20, maxRetryAfterMs: 1000 },
	mappings: { mappings },
	emit: (event) => {
		if (event.type !== "entry") return;
		process.stdout.write(`entry ${event.entry.sequence}\n`);
		entries += 1;
		if (entries >= dieAfter) process.kill(process.pid, "SIGKILL");
	},
});
